import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { fail, NeurarrowError } from '../errors.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { TaskResult } from './task.ts'
import type { Answer, Request, ThreadData } from './thread.ts'

/** Worker threads that answer requests, each one at a time, in the order they are asked. */
export interface Pool {
  readonly size: number
  /** SHA-256 of a file. */
  hash(path: string): Promise<string>
  /** Makes nodes known to every thread. */
  learn(nodes: readonly PlanNode[]): void
  /** Runs a node whose stored inputs are ready. */
  task(key: string): Promise<TaskResult>
  /** Rejects what no thread has begun yet with `interrupted`; what runs goes on. */
  abandon(): void
  /** Ends all threads at once; open requests are rejected with `interrupted`. */
  stop(): Promise<void>
}

interface Job {
  readonly request: Request
  readonly resolve: (result: TaskResult | string) => void
  readonly reject: (failure: NeurarrowError) => void
}

interface Seat {
  readonly worker: Worker
  job?: Job
}

/**
 * Starts worker threads.
 *
 * @param size number of threads, at least 1
 */
export function startPool(size: number, data: ThreadData): Pool {
  const waiting: Job[] = []
  const known: PlanNode[] = []
  const seats: Seat[] = []
  let stopped = false

  function next(seat: Seat): void {
    seat.job = waiting.shift()
    if (seat.job) seat.worker.postMessage(seat.job.request)
  }

  function settle(seat: Seat, answer: Answer): void {
    const { job } = seat
    if (answer.ok) job?.resolve(answer.result)
    else job?.reject(rebuilt(answer))
    next(seat)
  }

  function open(): Seat {
    const seat: Seat = { worker: new Worker(threadFile(), { workerData: data }) }
    seat.worker.postMessage({ ask: 'nodes', nodes: known } satisfies Request)
    seat.worker.on('message', (answer: Answer) => settle(seat, answer))
    seat.worker.on('error', (error) => replace(seat, error.message))
    return seat
  }

  /** A thread that died takes its own task with it, and nothing else. */
  function replace(seat: Seat, message: string): void {
    seat.job?.reject(new NeurarrowError('worker-failed', { message, request: seat.job.request }))
    if (stopped) return
    const fresh = open()
    seats[seats.indexOf(seat)] = fresh
    next(fresh)
  }

  function ask(request: Request): Promise<TaskResult | string> {
    if (stopped) return Promise.reject(new NeurarrowError('interrupted'))
    return new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject })
      const free = seats.find((seat) => seat.job === undefined)
      if (free) next(free)
    })
  }

  function reject(jobs: readonly Job[]): void {
    for (const job of jobs) job.reject(new NeurarrowError('interrupted'))
  }

  for (let i = 0; i < size; i++) seats.push(open())
  return {
    size,
    hash: async (path) => String(await ask({ ask: 'hash', path })),
    learn(nodes) {
      known.push(...nodes)
      for (const { worker } of seats) worker.postMessage({ ask: 'nodes', nodes } satisfies Request)
    },
    task: async (key) => (await ask({ ask: 'task', key })) as TaskResult,
    abandon: () => reject(waiting.splice(0)),
    async stop() {
      stopped = true
      reject([...seats.flatMap(({ job }) => job ?? []), ...waiting.splice(0)])
      await Promise.all(seats.map(({ worker }) => worker.terminate()))
    },
  }
}

function rebuilt(answer: Extract<Answer, { ok: false }>): NeurarrowError {
  const failure = new NeurarrowError(answer.code, answer.facts)
  if (answer.stack) failure.stack = answer.stack
  return failure
}

/** Threads run compiled code: beside this file when it is compiled, else in `dist`. */
function threadFile(): URL {
  const beside = new URL('./thread.js', import.meta.url)
  if (existsSync(beside)) return beside
  const built = new URL('../../dist/execution/thread.js', import.meta.url)
  return existsSync(built) ? built : fail('internal', { missing: 'dist', remedy: 'npm run build' })
}
