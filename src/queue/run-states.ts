import type { Job, Queue } from 'bullmq'
import { fail } from '../errors.ts'
import { fromReason } from './failure.ts'
import type { RunDone, RunJob, RunProgress } from './run-job.ts'

/** Where a run stands. */
export type RunStage = 'waiting' | 'running' | 'done' | 'partial' | 'failed'

/** A run as `status` shows it. */
export interface RunState {
  readonly run: string
  readonly pipeline: string
  readonly user: string
  readonly stage: RunStage
  /** The worker that conducts it. */
  readonly worker?: string
  /** ISO 8601, by the clock of the machine that submitted. */
  readonly submittedAt: string
  readonly progress?: RunProgress
  readonly done?: RunDone
  readonly failure?: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }
}

const most = 1000

/** The runs that Redis knows, the latest first. */
export async function runStates(queue: Queue): Promise<RunState[]> {
  const jobs = await jobsOf(queue)
  const states = await Promise.all(jobs.map(stateOf))
  return states.sort((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1))
}

/**
 * The job of a run.
 *
 * @param name the run's key, the beginning of it, or a pipeline's name: then the latest of its runs
 * @throws {NeurarrowError} `run-unknown` when no run is called this, or several keys begin like
 *   this
 */
export async function runJobNamed(queue: Queue, name: string): Promise<Job> {
  if (/^[0-9a-f]{64}$/.test(name)) {
    const job = await queue.getJob(name)
    return (job as Job | undefined) ?? fail('run-unknown', { run: name })
  }
  const all = await jobsOf(queue)
  const [latest] = all
    .filter(({ data }) => (data as RunJob).pipeline === name)
    .sort((a, b) => b.timestamp - a.timestamp)
  if (latest !== undefined) return latest
  const [only, another] = all.filter(({ id }) => name !== '' && id?.startsWith(name))
  if (only !== undefined && another === undefined) return only
  const known = [...new Set(all.map(({ data }) => (data as RunJob).pipeline))]
  return fail('run-unknown', { run: name, known })
}

/** The state of a run's job. */
export async function stateOf(job: Job): Promise<RunState> {
  const { run, pipeline, user } = job.data as RunJob
  const state = await job.getState()
  const { code, facts } = fromReason(job.failedReason ?? '')
  const done = state === 'completed' ? (job.returnvalue as RunDone) : undefined
  const progress = typeof job.progress === 'object' ? (job.progress as RunProgress) : undefined
  const stage = done?.status ?? (state === 'failed' ? 'failed' : undefined)
  return {
    ...{ run, pipeline, user, progress, done },
    stage: stage ?? (state === 'active' ? 'running' : 'waiting'),
    worker: job.processedBy,
    submittedAt: new Date(job.timestamp).toISOString(),
    ...(state === 'failed' ? { failure: { code, facts } } : {}),
  }
}

async function jobsOf(queue: Queue): Promise<Job[]> {
  const types = ['active', 'waiting', 'prioritized', 'delayed', 'completed', 'failed'] as const
  const jobs = (await queue.getJobs([...types], 0, most)) as (Job | undefined)[]
  return jobs.filter((job) => job !== undefined)
}
