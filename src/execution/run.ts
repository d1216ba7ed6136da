import { join, resolve } from 'node:path'
import { fail } from '../errors.ts'
import type { PlanNode } from '../pipeline/node.ts'
import { type Plan, planRecordings } from '../pipeline/plan.ts'
import { diskStore, type Store, sweepStore } from '../store/disk.ts'
import { hashMemory } from '../store/hashes.ts'
import type { RunRecord, UnscoredRecord } from '../store/run.ts'
import type { Table } from '../tables/table.ts'
import { foldNodes, type Gathered, gatherNode, gatherRows } from './folds.ts'
import { contentsOf, locateRecordings } from './locate.ts'
import { rememberPlan } from './plan-memory.ts'
import { type Pool, startPool } from './pool.ts'
import { type CheckedPipeline, checkPipeline, type PipelineRequest } from './prepare.ts'
import { buildRecord } from './record.ts'
import { type OnProgress, type Outcome, runNodes } from './schedule.ts'
import { type Scored, scoreFolds } from './scoring.ts'
import { storedTable } from './stored-table.ts'

/** How a pipeline is run; nothing here changes a result. */
export interface RunSettings {
  /** Folder of the store. */
  readonly store: string
  /** Worker threads. */
  readonly workers: number
  /** Whether one failed recording ends the run. */
  readonly strict?: boolean
  /** Ends the run early; what is finished stays in the store. */
  readonly signal?: AbortSignal
  readonly onProgress?: (phase: 'recordings' | 'folds', ...rest: Parameters<OnProgress>) => void
}

/** What a run leaves: its record, and the tables behind it. */
export interface Run {
  readonly record: RunRecord | UnscoredRecord
  /** Where each recording's rows in front of the first fitted stage are stored. */
  readonly rows: readonly { readonly recording: string; readonly key: string }[]
  readonly store: Store
  /** Absent when the pipeline has no `evaluate`. */
  readonly scored?: Scored
  /** The pipeline as it was run, defaults filled in, for the lock file. */
  readonly checked: CheckedPipeline
}

/** Everything one run has gathered, from which its record is made. */
export interface RunParts {
  readonly checked: CheckedPipeline
  readonly plan: Plan
  readonly recordings: Outcome
  readonly gathered: Gathered
  readonly folds?: Outcome
  readonly foldNodes: readonly PlanNode[]
  readonly scored?: Scored
  readonly startedAt: Date
  readonly seconds: { readonly total: number; readonly evaluate: number }
  readonly workers: number
}

/**
 * Runs a pipeline: recordings on worker threads, then folds, then scores.
 *
 * What the store has is not computed again. A recording that fails is left out and reported, unless
 * `strict`; other failures end the run.
 *
 * @throws {NeurarrowError} what stands in the way, `interrupted` when the signal was given
 */
export async function runPipeline(request: PipelineRequest, settings: RunSettings): Promise<Run> {
  const startedAt = new Date()
  const checked = checkPipeline(request)
  const folder = resolve(settings.store)
  sweepStore(folder, startedAt.getTime())
  const pool = startPool(settings.workers, { storeFolder: folder })
  const stop = () => void pool.stop()
  settings.signal?.addEventListener('abort', stop, { once: true })
  try {
    return await runOn(pool, checked, { ...settings, store: folder }, startedAt)
  } finally {
    settings.signal?.removeEventListener('abort', stop)
    await pool.stop()
  }
}

async function runOn(
  pool: Pool,
  checked: CheckedPipeline,
  settings: RunSettings,
  startedAt: Date,
): Promise<Run> {
  const store = diskStore(settings.store)
  const { pipeline } = checked
  const memory = hashMemory(join(settings.store, 'hashes.json'))
  const located = await locateRecordings(checked, memory, pool)
  const planned = located.map((one) => one.planned)
  const plan = planRecordings(pipeline, planned)
  const early = new Map<string, Table>()
  const recordings = await runNodes(plan.nodes, pool, {
    strict: settings.strict ?? false,
    onProgress: (done, total, node) => {
      settings.onProgress?.('recordings', done, total, node)
      const rows = pipeline.evaluate && node.tail ? storedTable(store, node.key) : undefined
      if (rows) early.set(node.key, rows)
    },
  })
  const tails = survivors(plan, recordings, settings)
  const keys = tails.map(({ key }) => key)
  const evaluationFrom = performance.now()
  const { evaluate } = pipeline
  const contentOf = contentsOf(planned)
  const full = evaluate && gatherRows(keys, store, early)
  const gathered: Gathered = full ?? { node: gatherNode(keys) }
  const nodes = full ? foldNodes({ gathered: full, branch: plan.branch, evaluate, contentOf }) : []
  const folds = await runFolds(nodes, gathered, pool, settings)
  const foldKeys = nodes.map(({ key }) => key)
  const scored = evaluate && scoreFolds(foldKeys, evaluate, store)
  const later = evaluate ? [gathered.node, ...nodes] : []
  rememberPlan(settings.store, pipeline.name, [...plan.nodes.values(), ...later])
  const seconds = {
    total: (Date.now() - startedAt.getTime()) / 1000,
    evaluate: (performance.now() - evaluationFrom) / 1000,
  }
  const done = { checked, plan, recordings, gathered, folds, foldNodes: nodes, scored }
  const record = buildRecord({ ...done, startedAt, seconds, workers: pool.size })
  const rows = tails.map(({ recording: { recording }, key }) => ({ recording, key }))
  return { record, rows, store, scored, checked }
}

/** The recordings that made it; a run without any, or without a row, ends with a failure. */
function survivors(
  plan: Plan,
  { results, failures }: Outcome,
  { strict }: RunSettings,
): Plan['tails'] {
  const interrupted = [...failures.values()].find(({ code }) => code === 'interrupted')
  if (interrupted) throw interrupted
  const [first] = plan.tails.flatMap(({ key }) => failures.get(key) ?? [])
  const good = plan.tails.filter(({ key }) => results.has(key))
  if (first && (strict || good.length === 0)) throw first
  if (good.every(({ key }) => results.get(key)?.rows === 0)) fail('split-impossible', { rows: 0 })
  return good
}

async function runFolds(
  nodes: readonly PlanNode[],
  gathered: Gathered,
  pool: Pool,
  settings: RunSettings,
): Promise<Outcome> {
  pool.learn([gathered.node])
  const all = new Map(nodes.map((node) => [node.key, node]))
  const outcome = await runNodes(all, pool, {
    strict: true,
    onProgress: (...rest) => settings.onProgress?.('folds', ...rest),
  })
  const [failure] = outcome.failures.values()
  if (failure) throw failure
  return outcome
}
