import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { fail, NeurarrowError } from '../errors.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { Executor } from './executor.ts'
import { newSeats, type Seats, takeSeats } from './hands.ts'
import type { TaskResult } from './task.ts'
import type { Answer, ExpectedFile, Request, ThreadData } from './thread.ts'

/** A task that brings the nodes it needs along. */
export interface OwnTask {
  readonly key: string
  readonly nodes: readonly PlanNode[]
  /** Files that must have these very bytes before anything is done. */
  readonly files: readonly ExpectedFile[]
  /** When its thread is ended, s after it began. */
  readonly limitS: number
}

/** What the threads of a pool have in common. */
export type PoolData = Omit<ThreadData, 'seats'>

/** Worker threads that answer requests, each one at a time, in the order they are asked. */
export interface Pool extends Executor {
  /** Starts a first thread before there is a request, so that it loads its code meanwhile. */
  begin(): void
  /** Lets threads load the code of tasks and get models ready, before there is a task. */
  prepare(models: readonly string[]): void
  /** Given when the pool is stopped. */
  readonly ended: AbortSignal
  /** SHA-256 of a file. */
  hash(path: string): Promise<string>
  /** Makes nodes known, for the tasks to come. */
  learn(nodes: readonly PlanNode[]): void
  /**
   * Runs a task by its own nodes; those that were made known play no part.
   *
   * @throws {NeurarrowError} the failure of the node, `checksum-mismatch`, `node-timeout`,
   *   `node-memory`, `interrupted`
   */
  perform(task: OwnTask): Promise<TaskResult>
  /** Ends all threads at once; open requests are rejected with `interrupted`. */
  stop(): Promise<void>
}

interface Job {
  readonly request: Request
  readonly limitS?: number
  readonly resolve: (result: TaskResult | string) => void
  readonly reject: (failure: NeurarrowError) => void
}

interface Seat {
  readonly worker: Worker
  job?: Job
  /** Ends the thread when its job takes too long. */
  timer?: NodeJS.Timeout
}

/** A small young generation gives the arrays of samples back soon; a larger one is not faster. */
const maxYoungGenerationSizeMb = 12

/**
 * Makes a pool whose threads start with the first requests that need them.
 *
 * @param size number of threads, at least 1
 * @param heapMb the most that JavaScript objects of one thread may take (samples lie outside), MB;
 *   as much as Node allows without it
 */
export function startPool(size: number, data: PoolData, heapMb?: number): Pool {
  return new Threads(size, data, heapMb)
}

class Threads implements Pool {
  readonly size: number
  private readonly data: ThreadData
  private readonly cores: Seats
  private readonly heapMb: number | undefined
  private readonly waiting: Job[] = []
  private readonly known = new Map<string, PlanNode>()
  private readonly seats: Seat[] = []
  private readonly ending = new AbortController()
  private models: readonly string[] | undefined

  constructor(size: number, data: PoolData, heapMb?: number) {
    this.size = size
    this.cores = newSeats(size)
    this.data = { ...data, seats: this.cores }
    this.heapMb = heapMb
  }

  get device(): string | undefined {
    return this.data.encoder?.device
  }

  begin(): void {
    if (!this.ended.aborted && this.seats.length === 0) this.another()
  }

  get ended(): AbortSignal {
    return this.ending.signal
  }

  prepare(models: readonly string[]): void {
    this.models = models
    for (const { worker } of this.seats) worker.postMessage({ ask: 'prepare', models })
  }

  async hash(path: string): Promise<string> {
    return String(await this.ask({ ask: 'hash', path }))
  }

  async task(key: string): Promise<TaskResult> {
    return (await this.ask({ ask: 'task', key, nodes: this.needed(key) })) as TaskResult
  }

  async perform({ limitS, ...task }: OwnTask): Promise<TaskResult> {
    return (await this.ask({ ask: 'task', ...task }, limitS)) as TaskResult
  }

  learn(nodes: readonly PlanNode[]): void {
    for (const node of nodes) this.known.set(node.key, node)
  }

  /** A node and what a thread may have to compute for it: down to the next that are stored. */
  private needed(key: string): PlanNode[] {
    const needed = new Map<string, PlanNode>()
    const visit = (wanted: string) => {
      const node = this.known.get(wanted)
      if (node === undefined || needed.has(wanted)) return
      needed.set(wanted, node)
      if (!node.keep || wanted === key) Object.values(node.inputs).forEach(visit)
    }
    visit(key)
    return [...needed.values()]
  }

  abandon(): void {
    for (const job of this.waiting.splice(0)) job.reject(new NeurarrowError('interrupted'))
  }

  async stop(): Promise<void> {
    this.ending.abort()
    this.abandon()
    for (const { job, timer } of this.seats) {
      clearTimeout(timer)
      job?.reject(new NeurarrowError('interrupted'))
    }
    await Promise.all(this.seats.map(({ worker }) => worker.terminate()))
  }

  private ask(request: Request, limitS?: number): Promise<TaskResult | string> {
    if (this.ended.aborted) return Promise.reject(new NeurarrowError('interrupted'))
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, limitS, resolve, reject })
      const free = this.seats.find((seat) => seat.job === undefined) ?? this.another()
      if (free) this.next(free)
    })
  }

  private next(seat: Seat): void {
    clearTimeout(seat.timer)
    seat.job = this.waiting.shift()
    takeSeats(this.cores, this.seats.filter(({ job }) => job !== undefined).length)
    if (seat.job === undefined) return
    const { request, limitS } = seat.job
    seat.worker.postMessage(request)
    if (limitS === undefined) return
    const late = new NeurarrowError('node-timeout', { node: nodeOf(request), limitS })
    seat.timer = setTimeout(() => this.end(seat, late), limitS * 1000)
  }

  /** Ends a thread with the job it has. */
  private end(seat: Seat, failure: NeurarrowError): void {
    void seat.worker.removeAllListeners().terminate()
    this.replace(seat, failure)
  }

  /** A thread costs what loading its code costs: it is opened when there is work for it. */
  private another(): Seat | undefined {
    if (this.seats.length === this.size) return undefined
    const seat = this.open()
    this.seats.push(seat)
    return seat
  }

  private open(): Seat {
    const resourceLimits = { maxYoungGenerationSizeMb, maxOldGenerationSizeMb: this.heapMb }
    const worker = new Worker(threadFile(), { workerData: this.data, resourceLimits })
    const seat: Seat = { worker }
    if (this.models) worker.postMessage({ ask: 'prepare', models: this.models })
    seat.worker.on('message', (answer: Answer) => {
      if (answer.ok) seat.job?.resolve(answer.result)
      else seat.job?.reject(rebuilt(answer))
      this.next(seat)
    })
    seat.worker.on('error', (error) => this.replace(seat, this.deathOf(seat, error)))
    return seat
  }

  private deathOf({ job }: Seat, error: Error): NeurarrowError {
    const node = job && nodeOf(job.request)
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return new NeurarrowError('node-memory', { node, heapMb: this.heapMb })
    return new NeurarrowError('worker-failed', { node, message: error.message })
  }

  /** A thread that died takes its own task with it, and nothing else. */
  private replace(seat: Seat, failure: NeurarrowError): void {
    clearTimeout(seat.timer)
    seat.job?.reject(failure)
    if (this.ended.aborted) return
    const fresh = this.open()
    this.seats[this.seats.indexOf(seat)] = fresh
    this.next(fresh)
  }
}

/** What people call the node of a request; the key when its name is not known here. */
function nodeOf(request: Request): string | undefined {
  if (request.ask !== 'task') return undefined
  return request.nodes?.find(({ key }) => key === request.key)?.id ?? request.key
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
