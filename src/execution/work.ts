import { fail } from '../errors.ts'
import type { Branch } from '../evaluation/branch.ts'
import type { ControlContext } from '../evaluation/control.ts'
import { controlNamed } from '../evaluation/controls/index.ts'
import type { Figure } from '../evaluation/figure.ts'
import { figureNamed } from '../evaluation/figures/index.ts'
import { proveDisjoint } from '../evaluation/firewall.ts'
import { runFold } from '../evaluation/fold.ts'
import { mapFold } from '../evaluation/map-fold.ts'
import { apartOf, makeFolds, splitRows, splitSchema, unitOf } from '../evaluation/split.ts'
import { withBeside } from '../io/bids-describe.ts'
import { readers } from '../io/index.ts'
import { fileSource, withFile } from '../io/source.ts'
import { seedOf } from '../pipeline/key.ts'
import type { FigureWork, FoldWork, PlanNode, Work } from '../pipeline/node.ts'
import { headNamed, stageNamed } from '../pipeline/registry.ts'
import type { Reader } from '../reader.ts'
import type { EncoderSettings, Portion, StageContext } from '../stage.ts'
import { meanScan } from '../tables/mean-scan.ts'
import { joinedNotes } from '../tables/note.ts'
import { ownNames, renameChannels } from '../tables/rename-channels.ts'
import { concatTables, takeRows } from '../tables/rows.ts'
import type { Signals } from '../tables/signals.ts'
import { ownPart } from '../tables/statistics.ts'
import { type Table, withMeta, wordsOf } from '../tables/table.ts'
import { trOf } from '../tables/volumes.ts'
import { readSide } from './side-table.ts'

/** The main input of a stage, and a fold's rows. */
const main = 'table'

type ReadWork = Extract<Work, { do: 'read' }>

/** How a node is run, which is no part of its key. */
export interface RunSettings {
  readonly encoder?: EncoderSettings
  readonly portion?: Portion
}

/** Does the work of one node on its inputs. */
export async function runNode(
  node: PlanNode,
  inputs: Record<string, Table>,
  settings: RunSettings = {},
): Promise<Table> {
  const { work } = node
  if (work.do === 'read') return readRecording(work, node)
  if (work.do === 'side') return readSide(work.file, work.recording)
  if (work.do === 'mean') return meanScan(inputs[main] as Table<'volumes'>)
  if (work.do === 'concat') return concatRows(Object.values(inputs))
  if (work.do === 'only') return only(inputs[main], work.recording)
  if (work.do === 'sum') return sumUp(inputs[main], work)
  if (work.do === 'relabel') return relabelled(inputs[main], work.control, work.context)
  if (work.do === 'fold') return foldTable(inputs[main], work.fold)
  if (work.do === 'figurePart') return figurePart(inputs[main], work.figure)
  if (work.do === 'figure') return figureTable(Object.values(inputs), work)
  if (work.do === 'map') return mapTable(inputs[main], work)
  return stageTable({ ...node, work }, inputs, settings)
}

async function readRecording(work: ReadWork, node: PlanNode): Promise<Table> {
  const reader = readerNamed(work.reader)
  const { recording, options, rename } = work
  const channels = rename && options.channels && ownNames(options.channels, rename)
  const own = await withFile(work.path, (source) =>
    reader.read(source, recording, channels ? { ...options, channels } : options),
  )
  requireHash(node, work)
  const described = await withDescription(own, work)
  const isRenamed = rename !== undefined && described.kind === 'signals'
  return isRenamed ? renameChannels(described as Signals, rename) : described
}

/**
 * The scans of a recording some at a time, for a reader that streams.
 *
 * @throws {NeurarrowError} as the reader, `checksum-mismatch` before anything is read
 */
export async function* streamRecording(node: PlanNode, work: ReadWork): AsyncGenerator<Table> {
  requireHash(node, work)
  const reader = readerNamed(work.reader)
  const source = await fileSource(work.path)
  try {
    const pieces =
      reader.stream?.(source, work.recording, work.options) ??
      fail('internal', { reader: work.reader, missing: 'stream' })
    for await (const own of pieces) {
      yield await withDescription(own, work)
    }
  } finally {
    await source.close?.()
  }
}

/** A recording with what stands beside it, its time between scans compared with the card's. */
async function withDescription(own: Table, work: ReadWork): Promise<Table> {
  const { beside, path: file, expectedTrS } = work
  const table = beside === undefined ? own : await withBeside(own, beside)
  if (expectedTrS === undefined || table.kind !== 'volumes') return table
  const trS = trOf(table as Table<'volumes'>)
  if (trS === 0 || Math.abs(trS - expectedTrS) <= 1e-3) return table
  const remedy = 'the card of the data set states it (expect.trS): one of the two is wrong'
  return fail('file-corrupt', { file, member: 'trS', found: trS, expected: expectedTrS, remedy })
}

/** How many scans `streamRecording` gives in all. */
export async function scansOf({ reader, path, options }: ReadWork): Promise<number> {
  const count = readerNamed(reader).scans ?? fail('internal', { reader, missing: 'scans' })
  return withFile(path, (source) => count(source, options))
}

function requireHash(node: PlanNode, work: ReadWork): void {
  const found = node.content.inputs.file
  const expected = work.expectedSha256
  if (expected !== undefined && expected !== found) {
    const remedy = 'fetch the file again'
    fail('checksum-mismatch', { file: work.path, expected, found, remedy })
  }
}

/** The reader of a name. */
export function readerNamed(use: string): Reader {
  return readers.find((reader) => reader.use === use) ?? fail('internal', { missingReader: use })
}

/** Tables below each other; those without rows have lists of no certain length and are left out. */
export function concatRows(tables: readonly Table[]): Table {
  const filled = tables.filter(({ rows }) => rows > 0)
  const joined = filled.length > 0 ? concatTables(filled) : tables[0]
  const notes = joinedNotes(tables)
  return notes.length > 0 ? withMeta(joined, { notes: JSON.stringify(notes) }) : joined
}

function only(table: Table, recording: string): Table {
  const rows = wordsOf(table, 'recording').flatMap((name, row) => (name === recording ? [row] : []))
  return takeRows(table, rows)
}

function sumUp(table: Table, { use, options, block }: Extract<Work, { do: 'sum' }>): Table {
  const summary = stageNamed(use)?.summary?.(options, table.kind)
  return summary?.(ownPart(table as Signals, block)) ?? fail('internal', { missingSummary: use })
}

async function stageTable(
  { key, work }: PlanNode & { work: Extract<Work, { do: 'stage' }> },
  inputs: Record<string, Table>,
  settings: RunSettings,
): Promise<Table> {
  const stage = stageNamed(work.use) ?? fail('internal', { missingStage: work.use })
  const { [main]: table, summary, ...tables } = inputs
  const seed = seedOf(key)
  const context: StageContext = { tables, seed, block: work.block, summary, ...settings }
  if (stage.scope !== 'fold') return stage.run(table, work.options, context)
  // A fit stage of another scope is fitted on the recording or subject itself.
  return stage.apply(table, stage.fit(table, work.options, context), work.options)
}

/** Raised when a control gives other labels than before. */
export const relabelVersion = 1

/** Rows with the labels of a control. */
export function relabelled(rows: Table, control: string, context: ControlContext): Table {
  const known = controlNamed(control) ?? fail('internal', { missingControl: control })
  return known.relabel(rows, context)
}

/** What a fold leaves beside its predictions, in their metadata entry `fold`. */
export interface FoldFacts {
  readonly fold: number
  readonly test: readonly string[]
  readonly shots?: number
  readonly repeat?: number
  readonly trainRows: number
  readonly testRows: number
  readonly fitted: Awaited<ReturnType<typeof runFold>>['fitted']
  readonly chosen?: Readonly<Record<string, unknown>>
  readonly threshold?: Awaited<ReturnType<typeof runFold>>['threshold']
  /** Absent in a leak check, where sides overlap on purpose. */
  readonly proof?: ReturnType<typeof proveDisjoint>
}

async function foldTable(rows: Table, work: FoldWork): Promise<Table> {
  const { fold, branch, proof } = provenFold(rows, work)
  const result = await runFold(rows, fold, branch)
  const { predictions, timingsS: _, ...facts } = result
  return withMeta(predictions, { fold: JSON.stringify({ ...facts, proof } satisfies FoldFacts) })
}

function mapTable(rows: Table, { fold: work, map }: Extract<Work, { do: 'map' }>): Promise<Table> {
  const { fold, branch } = provenFold(rows, work)
  return mapFold(rows, fold, { branch, asked: map })
}

/** A fold whose sides are proved disjoint, and what it fits. */
function provenFold(rows: Table, work: FoldWork) {
  const split = splitSchema.parse(work.branch.split)
  const { target } = work.branch
  const { keys, facts: known } = splitRows(rows, split, target)
  const fold = makeFolds(keys, split, known)[work.fold] ?? fail('internal', { fold: work.fold })
  const proof = work.leakCheck
    ? undefined
    : proveDisjoint(rows, fold, apartOf(split), work.contentOf)
  return { fold, branch: boundBranch(work.branch), proof }
}

/** The stages and the head of a branch looked up by their names. */
function boundBranch({ stages, head, split: written, ...rest }: FoldWork['branch']): Branch {
  const split = splitSchema.parse(written)
  return {
    ...rest,
    split,
    unit: unitOf(split),
    stages: stages.map((step) => ({
      ...step,
      stage: stageNamed(step.use) ?? fail('internal', { missingStage: step.use }),
    })),
    head: {
      head: headNamed(head.use) ?? fail('internal', { missingHead: head.use }),
      options: head.options,
    },
  }
}

/** The figure of a name. */
export function knownFigure(use: string): Figure {
  return figureNamed(use) ?? fail('internal', { missingFigure: use })
}

function figurePart(windows: Table, { use, options, context }: FigureWork): Table {
  const part = knownFigure(use).part ?? fail('internal', { figureWithoutParts: use })
  return part(windows as Table<'windows'>, options, context)
}

async function figureTable(
  tables: readonly Table[],
  { figure: { use, options, context }, branch }: Extract<Work, { do: 'figure' }>,
): Promise<Table> {
  return knownFigure(use).draw(tables, options, context, branch && boundBranch(branch))
}
