import { fail } from '../errors.ts'
import type { ControlContext } from '../evaluation/control.ts'
import { controlNamed } from '../evaluation/controls/index.ts'
import { proveDisjoint } from '../evaluation/firewall.ts'
import { runFold } from '../evaluation/fold.ts'
import { mapFold } from '../evaluation/map-fold.ts'
import { apartOf, makeFolds, splitRows, splitSchema, unitOf } from '../evaluation/split.ts'
import { withBeside } from '../io/bids-describe.ts'
import { readers } from '../io/index.ts'
import { withFile } from '../io/source.ts'
import { seedOf } from '../pipeline/key.ts'
import type { FoldWork, PlanNode, Work } from '../pipeline/node.ts'
import { headNamed, stageNamed } from '../pipeline/registry.ts'
import type { Reader } from '../reader.ts'
import type { EncoderSettings, Portion, StageContext } from '../stage.ts'
import { joinedNotes } from '../tables/note.ts'
import { ownNames, renameChannels } from '../tables/rename-channels.ts'
import { concatTables, takeRows } from '../tables/rows.ts'
import type { Signals } from '../tables/signals.ts'
import { ownPart } from '../tables/statistics.ts'
import { type Table, withMeta, wordsOf } from '../tables/table.ts'
import { readSide } from './side-table.ts'

/** The main input of a stage, and a fold's rows. */
const main = 'table'

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
  if (work.do === 'concat') return concatRows(Object.values(inputs))
  if (work.do === 'only') return only(inputs[main], work.recording)
  if (work.do === 'sum') return sumUp(inputs[main], work)
  if (work.do === 'relabel') return relabelled(inputs[main], work.control, work.context)
  if (work.do === 'fold') return foldTable(inputs[main], work.fold)
  if (work.do === 'map') return mapTable(inputs[main], work)
  return stageTable({ ...node, work }, inputs, settings)
}

async function readRecording(work: Extract<Work, { do: 'read' }>, node: PlanNode): Promise<Table> {
  const reader = readerNamed(work.reader)
  const { recording, options, rename } = work
  const channels = rename && options.channels && ownNames(options.channels, rename)
  const own = await withFile(work.path, (source) =>
    reader.read(source, recording, channels ? { ...options, channels } : options),
  )
  const described = work.beside === undefined ? own : await withBeside(own, work.beside)
  const isRenamed = rename !== undefined && described.kind === 'signals'
  const table = isRenamed ? renameChannels(described as Signals, rename) : described
  const found = node.content.inputs.file
  const expected = work.expectedSha256
  if (expected !== undefined && expected !== found) {
    const remedy = 'fetch the file again'
    fail('checksum-mismatch', { file: work.path, expected, found, remedy })
  }
  return table
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
  const unit = unitOf(split)
  const { target, seed, positive, select, threshold } = work.branch
  const { keys, facts: known } = splitRows(rows, split, target)
  const fold = makeFolds(keys, split, known)[work.fold] ?? fail('internal', { fold: work.fold })
  const proof = work.leakCheck
    ? undefined
    : proveDisjoint(rows, fold, apartOf(split), work.contentOf)
  const head =
    headNamed(work.branch.head.use) ?? fail('internal', { missingHead: work.branch.head.use })
  const stages = work.branch.stages.map((step) => ({
    ...step,
    stage: stageNamed(step.use) ?? fail('internal', { missingStage: step.use }),
  }))
  const bound = { head, options: work.branch.head.options }
  const branch = { stages, head: bound, target, unit, split, seed, positive, select, threshold }
  return { fold, branch, proof }
}
