import type { Job, Queue } from 'bullmq'
import type { RedisConnection } from './connect.ts'
import { uncountRun, wish } from './run-control.ts'
import type { RunJob } from './run-job.ts'
import { runJobNamed, stateOf } from './run-states.ts'
import { runPriority } from './submit.ts'

/** Where runs are changed. */
export interface RunDesk {
  readonly connection: RedisConnection
  /** The queue of runs. */
  readonly queue: Queue
}

/**
 * Cancels a run: one that waits is taken off the queue; one that runs takes back its nodes that
 * nobody has begun, and ends with `run-cancelled`. Nodes that run go on, and what is stored stays.
 *
 * @returns how it stood: what had ended is left as it is
 * @throws {NeurarrowError} `run-unknown`
 */
export async function cancelRun(
  { connection, queue }: RunDesk,
  name: string,
): Promise<{ run: string; was: 'waiting' | 'running' | 'ended' }> {
  const job = await runJobNamed(queue, name)
  const { run, user } = job.data as RunJob
  const { stage } = await stateOf(job)
  if (stage === 'waiting' && (await removed(job))) {
    await uncountRun(connection, user, run)
    return { run, was: 'waiting' }
  }
  if (stage !== 'waiting' && stage !== 'running') return { run, was: 'ended' }
  await wish(connection, run, { cancel: true })
  return { run, was: 'running' }
}

/** A worker may have begun it in this moment. */
async function removed(job: Job): Promise<boolean> {
  return job.remove().then(
    () => true,
    () => false,
  )
}

/**
 * Begins a run again that failed or is partial: nodes in the dead letters are tried once more, what
 * is stored is not computed again.
 *
 * @returns whether it was begun: a run that waits, runs or is done is left as it is
 * @throws {NeurarrowError} `run-unknown`
 */
export async function retryRun(
  { connection, queue }: RunDesk,
  name: string,
): Promise<{ run: string; begun: boolean }> {
  const job = await runJobNamed(queue, name)
  const data = { ...(job.data as RunJob), again: true }
  const { run } = data
  const { stage } = await stateOf(job)
  if (stage !== 'failed' && stage !== 'partial') return { run, begun: false }
  await wish(connection, run, { cancel: false })
  await job.updateData(data)
  await job.retry(stage === 'failed' ? 'failed' : 'completed', { resetAttemptsMade: true })
  return { run, begun: true }
}

/**
 * Gives a run another place: its own, and that of its nodes that nobody has begun.
 *
 * @param priority from 1, first, to 100, last
 * @throws {NeurarrowError} `run-unknown`
 */
export async function prioritizeRun(
  { connection, queue }: RunDesk,
  name: string,
  priority: number,
): Promise<{ run: string }> {
  const job = await runJobNamed(queue, name)
  const data = { ...(job.data as RunJob), priority }
  await job.updateData(data)
  await wish(connection, data.run, { priority })
  const { stage } = await stateOf(job)
  if (stage === 'waiting') await job.changePriority({ priority: runPriority(priority, 1) })
  return { run: data.run }
}
