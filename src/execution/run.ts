import { join } from 'node:path'
import type { Device } from '../encoders/device.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { Pipeline } from '../pipeline/parse.ts'
import { type Plan, planRecordings } from '../pipeline/plan.ts'
import type { PlannedRecording } from '../pipeline/planned-recording.ts'
import { sweepStore } from '../store/disk.ts'
import { hashMemory } from '../store/hashes.ts'
import { memoryFolder, parseLocation, type StoreLocation } from '../store/location.ts'
import { reachStore } from '../store/open-store.ts'
import type { StoredRows } from '../store/place-rows.ts'
import type {
  ControlResult,
  LeakCheck,
  RefitChance,
  RunRecord,
  UnscoredRecord,
} from '../store/run.ts'
import type { Store } from '../store/store.ts'
import type { Table } from '../tables/table.ts'
import type { Executor } from './executor.ts'
import { type DrawnFigure, drawnFigures, type FigurePlan, figureNodes } from './figures.ts'
import { type FoldPlan, foldNodes, type Gathered, gatherNode, gatherRows } from './folds.ts'
import { contentsOf, locateRecordings } from './locate.ts'
import { type RunMaps, runMaps } from './maps.ts'
import { rememberPlan } from './plan-memory.ts'
import { type Pool, startPool } from './pool.ts'
import { type CheckedPipeline, checkPipeline, type PipelineRequest } from './prepare.ts'
import { checkProtocol } from './protocol-check.ts'
import { buildRecord } from './record.ts'
import { runRefits } from './refit.ts'
import { repetitionRemarks } from './repetition.ts'
import { type OnProgress, type Outcome, runNodes } from './schedule.ts'
import { type Scored, scoreFolds } from './scoring.ts'
import { storedTable } from './stored-table.ts'
import { survivors } from './survivors.ts'
import { type RunFolds, runControls, runLeakCheck } from './trials.ts'
import { modelNames, verifyModels } from './verify-models.ts'

/** How a pipeline is run; nothing here changes a result. */
export interface RunSettings {
  /** Where the store is: a folder or `s3://bucket/prefix`. */
  readonly store: string
  /** Worker threads. */
  readonly workers: number
  /** What encoders are run on; the processor when not given. */
  readonly device?: Device
  /** Threads that were begun for this run, with its store and device; it stops them. */
  readonly pool?: Pool
  /** Whether one failed recording ends the run. */
  readonly strict?: boolean
  /** Whether the rows are also scored under splits that leak, to show how much they would. */
  readonly leakCheck?: boolean
  /** Ends the run early; what is finished stays in the store. */
  readonly signal?: AbortSignal
  readonly onProgress?: (phase: 'recordings' | 'folds', ...rest: Parameters<OnProgress>) => void
}

/** What a run leaves: its record, and the tables behind it. */
export interface Run {
  readonly record: RunRecord | UnscoredRecord
  /** Where each recording's rows in front of the first fitted stage are stored. */
  readonly rows: readonly StoredRows[]
  readonly store: Store
  /** Absent when the pipeline has no `evaluate`. */
  readonly scored?: Scored
  readonly figures: readonly DrawnFigure[]
  /** Maps that the pipeline asks for. */
  readonly maps: readonly RunMaps[]
  /** The pipeline as it was run, defaults filled in, for the lock file. */
  readonly checked: CheckedPipeline
  /** What was planned: recordings, all rows, folds. */
  readonly nodes: readonly PlanNode[]
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
  readonly device?: string
  /** What the run itself has to say, in sentences. */
  readonly remarks: readonly string[]
  readonly controls: readonly ControlResult[]
  readonly refit?: RefitChance
  readonly leakCheck?: LeakCheck
  readonly figures: readonly DrawnFigure[]
  readonly maps: readonly RunMaps[]
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
  const store = parseLocation(settings.store)
  if (store.at === 'folder') sweepStore(store.folder, startedAt.getTime())
  await verifyModels(checked.pipeline)
  const { device } = settings
  const pool = settings.pool ?? startPool(settings.workers, { store, encoder: { device } })
  const stop = () => void pool.stop()
  settings.signal?.addEventListener('abort', stop, { once: true })
  try {
    return await runOn(pool, checked, { ...settings, store }, startedAt)
  } finally {
    settings.signal?.removeEventListener('abort', stop)
    await pool.stop()
  }
}

/** The settings of a run whose store's location is understood. */
type Settings = Omit<RunSettings, 'store'> & { readonly store: StoreLocation }

async function runOn(
  pool: Pool,
  checked: CheckedPipeline,
  settings: Settings,
  startedAt: Date,
): Promise<Run> {
  const store = await reachStore(settings.store, { signal: settings.signal })
  const folder = memoryFolder(settings.store)
  const memory = hashMemory(join(folder, 'hashes.json'))
  const models = modelNames({ stages: checked.pipeline.stages })
  const located = await locateRecordings(checked, { memory, pool, models })
  const planned = located.map((one) => one.planned)
  const { strict, onProgress, leakCheck } = settings
  const how = { strict, onProgress, leakCheck, startedAt, store }
  const run = await runPlanned(pool, { checked, planned }, how)
  rememberPlan(folder, checked.pipeline, run.nodes)
  return run
}

/** A checked pipeline and the recordings it is run on, found and hashed. */
export interface PlannedPipeline {
  readonly checked: CheckedPipeline
  readonly planned: readonly PlannedRecording[]
}

/** How what is planned is run. */
export interface PlannedSettings extends Pick<RunSettings, 'strict' | 'onProgress' | 'leakCheck'> {
  readonly startedAt: Date
  readonly store: Store
}

/**
 * Runs a pipeline whose recordings are known on any executor.
 *
 * @throws {NeurarrowError} as `runPipeline`
 */
export async function runPlanned(
  executor: Executor,
  { checked, planned }: PlannedPipeline,
  settings: PlannedSettings,
): Promise<Run> {
  const { pipeline } = checked
  const { store, startedAt, strict = false, onProgress } = settings
  const plan = planRecordings(pipeline, planned)
  const early = new Map<string, Promise<Table | undefined>>()
  const recordings = await runNodes(plan.nodes, executor, {
    strict,
    onProgress: (done, total, node) => {
      onProgress?.('recordings', done, total, node)
      if (pipeline.evaluate && node.tail) early.set(node.key, readEarly(store, node.key))
    },
  })
  const tails = survivors(plan, recordings, strict)
  const keys = tails.map(({ key }) => key)
  const evaluationFrom = performance.now()
  const { evaluate } = pipeline
  const contentOf = contentsOf(planned)
  const full = evaluate && (await gatherRows(keys, store, early))
  const remarks = [...repetitionRemarks(planned), ...remarksOf(full, pipeline)]
  const gathered: Gathered = full ?? { node: gatherNode(keys) }
  const foldPlan = full && { gathered: full, branch: plan.branch, evaluate, contentOf }
  const nodes = foldPlan ? foldNodes(foldPlan) : []
  const folds = await runFolds(nodes, gathered, executor, settings)
  const foldKeys = nodes.map(({ key }) => key)
  const scored = evaluate && (await scoreFolds(foldKeys, evaluate, store))
  const trials = await runTrials(foldPlan, scored, { checked, executor, settings })
  const names = new Set(tails.map(({ recording }) => recording.recording))
  const figurePlan = { pipeline, planned, plan, folds: foldPlan, recordings: names }
  const figures = await runFigures(figurePlan, executor, store)
  const seconds = {
    total: (Date.now() - startedAt.getTime()) / 1000,
    evaluate: (performance.now() - evaluationFrom) / 1000,
  }
  const own = { scored, remarks, figures }
  const run = { checked, plan, recordings, gathered, folds, foldNodes: nodes, ...own }
  const { size: workers, device } = executor
  const record = buildRecord({ ...run, ...trials, startedAt, seconds, workers, device })
  const rows = tails.map(({ recording: { recording }, key }) => ({ recording, key }))
  const all = [...plan.nodes.values(), ...(evaluate ? [gathered.node, ...nodes] : [])]
  const { maps } = trials
  return { record, rows, store, scored, figures, maps, checked, nodes: all }
}

function remarksOf(full: Required<Gathered> | undefined, { protocol }: Pipeline): string[] {
  const remark = full && protocol && checkProtocol(full.rows, protocol)
  return remark === undefined ? [] : [remark]
}

interface TrialParts {
  readonly checked: CheckedPipeline
  readonly executor: Executor
  readonly settings: PlannedSettings
}

/** What is asked for beside the run itself: controls, and the leak check. */
async function runTrials(
  plan: FoldPlan | undefined,
  scored: Scored | undefined,
  { checked, executor, settings }: TrialParts,
): Promise<Pick<RunParts, 'controls' | 'refit' | 'leakCheck' | 'maps'>> {
  const { pipeline, card } = checked
  const names = pipeline.evaluate?.controls ?? []
  const refits = pipeline.evaluate?.permutation?.refit
  if (plan === undefined || scored === undefined) return { controls: [], maps: [] }
  const own: RunFolds = (nodes, gathered) => runFolds(nodes, gathered, executor, settings)
  const trial = { plan, store: settings.store, runFolds: own }
  const maps = await runMaps({ ...trial, scored })
  const controls = await runControls(names, card.rest, trial)
  return {
    controls,
    maps,
    ...(refits === undefined ? {} : { refit: await runRefits(refits, scored, trial) }),
    ...(settings.leakCheck ? { leakCheck: await runLeakCheck(trial) } : {}),
  }
}

/** Rows that are read while other recordings run; what cannot be read is told when it is needed. */
function readEarly(store: Store, key: string): Promise<Table | undefined> {
  return storedTable(store, key).catch(() => undefined)
}

async function runFolds(
  nodes: readonly PlanNode[],
  gathered: Gathered,
  executor: Executor,
  settings: PlannedSettings,
): Promise<Outcome> {
  const all = new Map([gathered.node, ...nodes].map((node) => [node.key, node]))
  const outcome = await runNodes(all, executor, {
    stored: new Set([gathered.node.key]),
    strict: true,
    onProgress: (...rest) => settings.onProgress?.('folds', ...rest),
  })
  const [failure] = outcome.failures.values()
  if (failure) throw failure
  return outcome
}

/** Runs what figures need beside the run itself; what is stored is not run again. */
async function runFigures(
  plan: FigurePlan,
  executor: Executor,
  store: Store,
): Promise<DrawnFigure[]> {
  const wanted = figureNodes(plan)
  const own = wanted
    .flatMap(({ nodes }) => nodes)
    .map((node): [string, PlanNode] => [node.key, node])
  const gathered = plan.folds?.gathered.node
  const rows = gathered ? [[gathered.key, gathered] as const] : []
  const all = new Map([...rows, ...plan.plan.nodes, ...own])
  const outcome = await runNodes(all, executor, { strict: true, stored: storedBy(plan) })
  const [failure] = outcome.failures.values()
  if (failure) throw failure
  return drawnFigures(wanted, store)
}

/** What the run has stored already. */
function storedBy({ plan, folds }: FigurePlan): Set<string> {
  return new Set([...(folds ? [folds.gathered.node.key] : []), ...plan.nodes.keys()])
}
