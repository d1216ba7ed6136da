import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { fail, NeurarrowError } from '../errors.ts'
import type { RunDone, RunProgress } from './run-job.ts'
import type { RunSays, RunThreadData } from './run-thread.ts'

/**
 * Conducts a run in a thread of its own, so that planning, gathering and scoring never keep this
 * one from renewing its locks.
 *
 * @throws {NeurarrowError} what ended the run, `worker-failed` when the thread went down,
 *   `interrupted` when the signal was given
 */
export function conductInThread(
  data: RunThreadData,
  onProgress: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<RunDone> {
  if (signal.aborted) return Promise.reject(new NeurarrowError('interrupted'))
  const thread = new Worker(threadFile(), { workerData: data })
  const stop = () => void thread.terminate()
  signal.addEventListener('abort', stop, { once: true })
  const done = new Promise<RunDone>((resolve, reject) => {
    thread.on('message', (message: RunSays) => {
      if (message.says === 'progress') onProgress(message.progress)
      else if (message.says === 'done') resolve(message.done)
      else reject(new NeurarrowError(message.code, message.facts))
    })
    thread.on('error', ({ message }) => reject(new NeurarrowError('worker-failed', { message })))
    thread.on('exit', (code) => {
      const interrupted = new NeurarrowError('interrupted')
      reject(signal.aborted ? interrupted : new NeurarrowError('worker-failed', { exit: code }))
    })
  })
  return done.finally(() => {
    signal.removeEventListener('abort', stop)
    void thread.terminate()
  })
}

/** Compiled code: beside this file when it is compiled, else in `dist`. */
function threadFile(): URL {
  const beside = new URL('./run-thread.js', import.meta.url)
  if (existsSync(beside)) return beside
  const built = new URL('../../dist/queue/run-thread.js', import.meta.url)
  return existsSync(built) ? built : fail('internal', { missing: 'dist', remedy: 'npm run build' })
}
