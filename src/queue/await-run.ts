import { NeurarrowError } from '../errors.ts'
import type { RedisConnection } from './connect.ts'
import { fromReason } from './failure.ts'
import { JobWatch } from './job-watch.ts'
import type { RunDone, RunProgress } from './run-job.ts'

/** What may be heard of a run while it is waited for. */
export interface AwaitSettings {
  readonly onProgress?: (progress: RunProgress) => void
  /** Ends the waiting; the run goes on. */
  readonly signal?: AbortSignal
}

/**
 * Waits until a run has ended, however long Redis is away in the meantime.
 *
 * @throws {NeurarrowError} what ended the run, `run-unknown` when it was taken off the queue,
 *   `interrupted`
 */
export async function awaitRun(
  connection: RedisConnection,
  run: string,
  { onProgress, signal }: AwaitSettings = {},
): Promise<RunDone> {
  let watch: JobWatch | undefined
  try {
    return await new Promise<RunDone>((resolve, reject) => {
      const gone = () => reject(new NeurarrowError('run-unknown', { run }))
      const opened = new JobWatch('runs', connection, gone)
      watch = opened
      opened.onProgress((id, progress) => {
        if (id === run) onProgress?.(progress as RunProgress)
      })
      signal?.addEventListener('abort', () => reject(new NeurarrowError('interrupted', { run })))
      opened.wait(run, (end) => {
        if (end.ok) resolve(end.value as RunDone)
        else reject(fromReason(end.reason))
      })
      void opened.look([run]).then(
        ([look]) => opened.settle(run, look),
        () => undefined,
      )
    })
  } finally {
    await watch?.close()
  }
}
