import { join } from 'node:path'
import { loadDataset } from '../datasets/load-dataset.ts'
import { fail } from '../errors.ts'
import { locateRecordings } from '../execution/locate.ts'
import { startPool } from '../execution/pool.ts'
import { checkText, type PipelineRequest, readDocument } from '../execution/prepare.ts'
import { hashMemory } from '../store/hashes.ts'
import { memoryFolder, type StoreLocation } from '../store/location.ts'
import { reachStore } from '../store/open-store.ts'
import type { RedisConnection } from './connect.ts'
import { openQueue } from './queues.ts'
import type { Root } from './roots.ts'
import { countRun } from './run-control.ts'
import type { RunJob } from './run-job.ts'
import { makeSubmission, saveSubmission } from './submission.ts'
import type { Spans } from './telemetry.ts'

/** How a pipeline is submitted; nothing here changes a result. */
export interface SubmitSettings {
  readonly connection: RedisConnection
  readonly store: StoreLocation
  readonly roots: readonly Root[]
  readonly user: string
  readonly priority: number
  readonly limitS: number
  readonly strict: boolean
  /** Whether the rows are also scored under splits that leak. */
  readonly leakCheck?: boolean
  /** Threads that hash files. */
  readonly workers: number
  readonly spans?: Spans
}

/** A run that is on the queue. */
export interface Submitted {
  readonly run: string
  readonly pipeline: string
  readonly recordings: number
  /** Whether the same had been submitted before; then nothing was added. */
  readonly known: boolean
}

/**
 * Checks a pipeline, finds and hashes its recordings, and puts its run on the queue. Its name is
 * the SHA-256 of all that, so that the same submitted twice is one run; one that failed is begun
 * again.
 *
 * @throws {NeurarrowError} as `runPipeline` before its first task, `path-refused`,
 *   `arguments-invalid` for a pipeline that writes recordings, and what is wrong with the store
 */
export async function submitPipeline(
  request: PipelineRequest,
  settings: SubmitSettings,
): Promise<Submitted> {
  const text = readDocument(request.file)
  const checked = checkText(request, text, loadDataset)
  if (checked.pipeline.write !== undefined) {
    const remedy = 'run it here with `neurarrow run`'
    fail('arguments-invalid', { file: request.file, key: 'write', expected: 'no write', remedy })
  }
  const memory = hashMemory(join(memoryFolder(settings.store), 'hashes.json'))
  const pool = startPool(settings.workers, { store: settings.store })
  const located = await locateRecordings(checked, { memory, pool }).finally(() => pool.stop())
  const planned = located.map((one) => one.planned)
  const { strict, leakCheck, roots } = settings
  const parts = { text, checked, set: request.set ?? [], strict, leakCheck, planned }
  const submission = makeSubmission(parts, roots)
  const run = await saveSubmission(submission, await reachStore(settings.store))
  const { name } = checked.pipeline
  const known = await enqueue({ run, pipeline: name, ...jobOf(settings), again: false }, settings)
  return { run, pipeline: name, recordings: planned.length, known }
}

function jobOf({ user, priority, limitS }: SubmitSettings) {
  return { user, priority, limitS }
}

/** @returns whether the run was there already */
async function enqueue(data: RunJob, { connection, spans }: SubmitSettings): Promise<boolean> {
  const queue = openQueue('runs', connection, spans?.telemetry)
  try {
    const known = await queue.getJob(data.run)
    if (known === undefined) {
      const mine = await countRun(connection, data.user, data.run)
      const opts = { jobId: data.run, priority: runPriority(data.priority, mine) }
      await queue.add('run', data, opts)
    } else if ((await known.getState()) === 'failed') {
      await known.updateData(data)
      await known.retry('failed', { resetAttemptsMade: true })
    }
    return known !== undefined
  } finally {
    await queue.close()
  }
}

/**
 * The place of a run among those that wait: by priority, then whoever has fewer runs that are not
 * done.
 *
 * @param mine how many runs the user has, this one included
 */
export function runPriority(priority: number, mine: number): number {
  return priority * 1000 + Math.min(mine, 999)
}
