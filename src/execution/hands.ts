import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { fail } from '../errors.ts'
import type { Hands } from '../kernels/crew.ts'

/** Int32: how many threads a run may keep busy, and how many its tasks do keep busy. */
export type Seats = SharedArrayBuffer

/** Seats for a run, none of them taken. */
export function newSeats(size: number): Seats {
  const seats = new SharedArrayBuffer(8)
  new Int32Array(seats)[0] = size
  return seats
}

/** Says how many tasks run now. */
export function takeSeats(seats: Seats, tasks: number): void {
  Atomics.store(new Int32Array(seats), 1, tasks)
}

/**
 * Threads for crews, as many as a run may keep busy, shared evenly among the tasks that run now.
 *
 * They start when first needed, and never keep the process from ending.
 */
export function handsOf(seats: Seats): Hands {
  const counts = new Int32Array(seats)
  return {
    share: () => Math.floor(counts[0] / Math.max(1, Atomics.load(counts, 1))),
    start(post) {
      const thread = new Worker(threadFile(), { workerData: post, execArgv: [] })
      thread.unref()
      return {
        send: (order) => thread.postMessage(order),
        leave: () => void thread.terminate(),
      }
    },
  }
}

/** Compiled code: beside this file when it is compiled, else in `dist`. */
function threadFile(): URL {
  const beside = new URL('./crew-thread.js', import.meta.url)
  if (existsSync(beside)) return beside
  const built = new URL('../../dist/execution/crew-thread.js', import.meta.url)
  return existsSync(built) ? built : fail('internal', { missing: 'dist', remedy: 'npm run build' })
}
