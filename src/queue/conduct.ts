import { NeurarrowError } from '../errors.ts'
import { type PlannedPipeline, type Run, runPlanned } from '../execution/run.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { PlannedRecording } from '../pipeline/planned-recording.ts'
import { runFiles, runFolder } from '../reports/run-files.ts'
import type { Store } from '../store/store.ts'
import type { RedisConnection } from './connect.ts'
import { QueueExecutor } from './queue-executor.ts'
import { countRun, uncountRun, userWindow, wishesOf } from './run-control.ts'
import { type RunDone, type RunJob, type RunProgress, runFileName } from './run-job.ts'
import { scoresSoFar } from './scores-so-far.ts'
import { checkedOf, loadSubmission, type Submission } from './submission.ts'

/** What conducting a run needs. */
export interface ConductSettings {
  readonly job: RunJob
  readonly connection: RedisConnection
  readonly store: Store
  readonly onProgress: (progress: RunProgress) => void
}

/** How often people's wishes are looked at, ms. */
const wishesEveryMs = 1000

/**
 * Conducts a run: plans it from its submission, puts its nodes on the queue as what they stand on
 * is done, and stores its files. It computes little itself, keeps nothing that is not in the store,
 * and may be begun again anywhere at any time.
 *
 * @throws {NeurarrowError} what ended the run, `run-cancelled`
 */
export async function conduct(settings: ConductSettings): Promise<RunDone> {
  const { job, connection, store } = settings
  const startedAt = new Date()
  const submission = await loadSubmission(job.run, store)
  const checked = checkedOf(submission)
  const planned = submission.recordings as readonly PlannedRecording[]
  const course = new Course(settings, submission)
  await course.begin()
  try {
    const run = await runPlanned(course.executor, { checked, planned } satisfies PlannedPipeline, {
      ...{ startedAt, store, strict: submission.strict, leakCheck: submission.leakCheck },
      onProgress: course.progressOf(checked.pipeline.evaluate),
    })
    return await leave(run, job.run, store)
  } finally {
    await course.end()
    await uncountRun(connection, job.user, job.run)
  }
}

async function leave(run: Run, id: string, store: Store): Promise<RunDone> {
  const files = runFiles(run)
  for (const [name, bytes] of files) await store.save(runFileName(id, name), bytes)
  const { record } = run
  const scores = Object.entries(record.scores).map(([use, { mean, low, high, perGroup }]) => [
    use,
    { mean, low, high, groups: Object.keys(perGroup).length },
  ])
  return {
    run: id,
    key: record.key,
    status: record.status,
    folder: runFolder(record),
    files: [...files.keys()],
    rows: run.scored ? [] : run.rows,
    failures: record.failures.length,
    scores: Object.fromEntries(scores),
  }
}

/** A run while it runs: its executor, what people ask of it, and how far it is. */
class Course {
  readonly executor: QueueExecutor
  private readonly settings: ConductSettings
  private readonly foldKeys: string[] = []
  private timer: NodeJS.Timeout | undefined
  private window = userWindow
  private priority: number
  private scoring: Promise<void> | undefined
  private progress: RunProgress = {
    recordings: { done: 0, total: 0 },
    folds: { done: 0, total: 0 },
    scores: {},
  }

  constructor(settings: ConductSettings, { bytes, recordings }: Submission) {
    const { job, connection, store } = settings
    this.settings = settings
    this.priority = job.priority
    const seconds = new Map(
      recordings.map(({ path, extent }) => [path, extent && extent.endS - extent.startS]),
    )
    this.executor = new QueueExecutor({
      ...{ connection, store, run: job.run, user: job.user, limitS: job.limitS, again: job.again },
      window: () => this.window,
      priority: () => this.priority,
      fileBytes: (node) => bytesRead(node, bytes, seconds),
    })
  }

  async begin(): Promise<void> {
    await this.listen()
    this.timer = setInterval(() => void this.listen().catch(() => undefined), wishesEveryMs)
  }

  async end(): Promise<void> {
    clearInterval(this.timer)
    await this.scoring
    await this.executor.stop(new NeurarrowError('interrupted'), true)
  }

  progressOf(evaluate: PlannedPipeline['checked']['pipeline']['evaluate']) {
    const { store, onProgress } = this.settings
    return (phase: 'recordings' | 'folds', done: number, total: number, node: PlanNode) => {
      this.progress = { ...this.progress, [phase]: { done, total }, latest: node.id }
      onProgress(this.progress)
      if (node.work.do !== 'fold' || evaluate === undefined) return
      this.foldKeys.push(node.key)
      // One after the other: folds that end meanwhile are scored together.
      this.scoring ??= scoresSoFar([...this.foldKeys], evaluate, store)
        .then((scores) => {
          this.progress = { ...this.progress, scores }
          onProgress(this.progress)
        })
        .catch(() => undefined)
        .finally(() => {
          this.scoring = undefined
        })
    }
  }

  private async listen(): Promise<void> {
    const { connection, job } = this.settings
    const wishes = await wishesOf(connection, job.run)
    if (wishes.cancel) await this.executor.stop(new NeurarrowError('run-cancelled'), true)
    const runs = await countRun(connection, job.user, job.run)
    this.window = Math.max(8, Math.floor(userWindow / runs))
    if (wishes.priority === undefined || wishes.priority === this.priority) return
    this.priority = wishes.priority
    await this.executor.reorder()
  }
}

/** Bytes that a node reads: of a block, its share of the recording. */
function bytesRead(
  { work }: PlanNode,
  bytes: Readonly<Record<string, number>>,
  seconds: ReadonlyMap<string, number | undefined>,
): number {
  if (work.do === 'side') return bytes[work.file.path] ?? 0
  if (work.do !== 'read') return 0
  const all = bytes[work.path] ?? 0
  const length = seconds.get(work.path)
  if (work.block === undefined || length === undefined) return all
  const { fromS = 0, toS = length } = work.options
  return all * Math.min(1, (toS - fromS) / length)
}
