import { fail, NeurarrowError } from '../errors.ts'
import { firstHole } from '../kernels/first-hole.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { EncoderSettings, Portion } from '../stage.ts'
import type { Store } from '../store/store.ts'
import { keysOf } from '../tables/keys.ts'
import { payload } from '../tables/kind.ts'
import { type Note, toldNotes } from '../tables/note.ts'
import { bytesOf, f64Of, hasColumn, listsOf, type Table, wordsOf } from '../tables/table.ts'
import { chainOf, runChain } from './portions.ts'
import { storedTable } from './stored-table.ts'
import { scanChain, streamScans } from './stream-scans.ts'
import { runNode, scansOf, streamRecording } from './work.ts'

/** What a task reports; its table is in the store under the task's key. */
export interface TaskResult {
  readonly key: string
  readonly rows: number
  /** Of the table's columns. */
  readonly bytes: number
  readonly notes: readonly Note[]
  /** Whether the table was in the store already. */
  readonly cached: boolean
  /** Seconds spent by what ran, by stage. */
  readonly seconds: Readonly<Record<string, number>>
}

/** What a task works with. */
export interface TaskSettings {
  /** The node and those below it, down to the next that are kept. */
  readonly nodes: ReadonlyMap<string, PlanNode>
  readonly store: Store
  readonly encoder?: EncoderSettings
}

/**
 * Runs one node: keys in, key out. Inputs that are kept are loaded, others are computed first.
 *
 * @throws {NeurarrowError} what the node's work raises, with the node's id among the facts;
 *   `store-corrupt` when a kept input is not there
 */
export async function runTask(settings: TaskSettings, key: string): Promise<TaskResult> {
  const seconds: Record<string, number> = {}
  const isStored = await settings.store.has(key)
  const going = { ...settings, key, seconds, done: new Map(), cached: isStored }
  const table = await evaluate(going, key)
  const { cached } = going
  return { key, rows: table.rows, bytes: bytesOf(table), notes: toldNotes(table), cached, seconds }
}

/** A task while it runs. */
interface Going extends TaskSettings {
  readonly key: string
  readonly seconds: Record<string, number>
  readonly done: Map<string, Promise<Table>>
  cached: boolean
}

function evaluate(going: Going, wanted: string): Promise<Table> {
  const known = going.done.get(wanted)
  if (known !== undefined) return known
  const promise = compute(going, wanted)
  going.done.set(wanted, promise)
  return promise
}

async function compute(going: Going, wanted: string): Promise<Table> {
  const { nodes, store, key } = going
  const node = nodes.get(wanted) ?? fail('internal', { missingNode: wanted })
  const stored = node.keep ? await known(store, node) : undefined
  if (stored) return stored
  if (node.keep && wanted !== key) return store.get(wanted)
  if (wanted === key) going.cached = false
  const table =
    (await streamed(going, node)) ??
    (await inPortions(going, node)) ??
    (await run(going, node, await inputsOf(going, node)))
  if (node.tail) requireFinite(table)
  if (node.keep) await store.put(wanted, table)
  return table
}

async function run(
  { nodes, seconds, encoder }: Going,
  node: PlanNode,
  inputs: Record<string, Table>,
  portion?: Portion,
): Promise<Table> {
  try {
    return await timed(node, seconds, () => runNode(node, inputs, { encoder, portion }))
  } catch (thrown) {
    throw withFiles(thrown, besideOf(nodes, node))
  }
}

/** The files that a node's other tables come from, by what the stage calls them. */
function besideOf(nodes: Going['nodes'], { inputs }: PlanNode): Record<string, string> {
  const files = Object.entries(inputs).flatMap(([name, key]) => {
    const work = nodes.get(key)?.work
    return work?.do === 'side' ? [[name, work.file.path] as const] : []
  })
  return Object.fromEntries(files)
}

function withFiles(thrown: unknown, files: Record<string, string>): unknown {
  if (!(thrown instanceof NeurarrowError) || Object.keys(files).length === 0) return thrown
  return new NeurarrowError(thrown.code, { ...thrown.facts, files }, { cause: thrown })
}

/** The inputs of a node, all or some of them. */
async function inputsOf(
  going: Going,
  node: PlanNode,
  names: readonly string[] = Object.keys(node.inputs),
): Promise<Record<string, Table>> {
  const inputs: Record<string, Table> = {}
  for (const name of names) {
    const remedy = `the data set card declares no ${name}`
    if (node.inputs[name] === '') fail('column-missing', { node: node.id, table: name, remedy })
    inputs[name] = await evaluate(going, node.inputs[name])
  }
  return inputs
}

/** The node's table by some windows at a time, where its chain makes tokens on the way. */
async function inPortions(going: Going, node: PlanNode): Promise<Table | undefined> {
  const chain = chainOf(going.nodes, node)
  if (chain === undefined) return undefined
  return runChain(chain, {
    base: await evaluate(going, chain.base),
    inputsOf: (link, names) => inputsOf(going, link, names),
    run: (link, inputs, portion) => run(going, link, inputs, portion),
  })
}

/** The node's table by a stream of scans, where its chain allows it. */
async function streamed(going: Going, node: PlanNode): Promise<Table | undefined> {
  const { nodes, done, seconds } = going
  const chain = scanChain(nodes, node)
  if (chain === undefined || done.has(chain.read.key)) return undefined
  const { read, stages } = chain
  const beside = new Map<string, Record<string, Table>>()
  for (const stage of stages) {
    const names = Object.keys(stage.inputs).filter((name) => name !== 'table')
    beside.set(stage.key, await inputsOf(going, stage, names))
  }
  const pieces = streamRecording(read, read.work)
  const next = () => timed(read, seconds, () => pieces.next())
  const scans = await timed(read, seconds, () => scansOf(read.work))
  return streamScans({ next, scans }, chain, (stage, piece) => {
    return run(going, stage, { ...beside.get(stage.key), table: piece })
  })
}

/** All rows of a run, as they were read last: each of its folds needs them. */
let gathered: { readonly key: string; readonly table: Table } | undefined

async function known(store: Store, { key, work }: PlanNode): Promise<Table | undefined> {
  if (gathered?.key === key) return gathered.table
  const table = await storedTable(store, key)
  if (table && work.do === 'concat') gathered = { key, table }
  return table
}

async function timed<T>(
  node: PlanNode,
  seconds: Record<string, number>,
  run: () => Promise<T>,
): Promise<T> {
  const started = performance.now()
  try {
    return await run()
  } catch (thrown) {
    if (!(thrown instanceof NeurarrowError)) throw thrown
    throw new NeurarrowError(thrown.code, { node: node.id, ...thrown.facts }, { cause: thrown })
  } finally {
    const label = node.work.do === 'stage' ? node.work.use : node.work.do
    seconds[label] = (seconds[label] ?? 0) + (performance.now() - started) / 1000
  }
}

/** NaN or infinity never reaches a head: the first such row is named. */
function requireFinite(table: Table): void {
  const name = payload[table.kind]
  if (name === undefined || !hasColumn(table, name)) return
  const { values, offsets } = listsOf(table, name)
  const bad = firstHole(values)
  if (bad < 0) return
  let row = 0
  while (offsets[row + 1] <= bad) row++
  const who = Object.fromEntries(
    Object.keys(keysOf(table))
      .slice(0, 4)
      .map((key) => [key, wordsOf(table, key)[row]]),
  )
  const startS = hasColumn(table, 'startS') ? f64Of(table, 'startS')[row] : undefined
  const feature = featureNames(table)?.[bad - offsets[row]]
  const facts = { recording: who.recording, row, startS, feature, value: String(values[bad]) }
  fail('non-finite', { ...facts, remedy: isOfVolumes(table) ? remedies.volumes : remedies.windows })
}

const remedies = {
  volumes: 'mend the recording, or leave such voxels out with a mask',
  windows: 'drop such windows with "reject: { nonFinite: true }" or mend the recording',
}

function isOfVolumes({ meta }: Table): boolean {
  return meta.grid !== undefined || meta.parcels !== undefined
}

function featureNames({ meta }: Table): string[] | undefined {
  return meta.names === undefined ? undefined : (JSON.parse(meta.names) as string[])
}
