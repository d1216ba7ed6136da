import { hostname } from 'node:os'
import { DelayedError, type Job, WaitingError, Worker } from 'bullmq'
import type { Logger } from 'pino'
import type { Device } from '../encoders/device.ts'
import { asFailure, type NeurarrowError } from '../errors.ts'
import type { StoreLocation } from '../store/location.ts'
import type { RedisConnection } from './connect.ts'
import { asReason, canPass } from './failure.ts'
import { beat, beatEveryMs, endBeat } from './heartbeat.ts'
import { MemoryGate } from './memory-gate.ts'
import { type NodeDone, type NodeJob, parseNodeJob } from './node-job.ts'
import type { nodeRunner } from './node-runner.ts'
import { type Need, prefix, type QueueName } from './queues.ts'
import type { Root } from './roots.ts'
import { parseRunJob, type RunDone, type RunProgress } from './run-job.ts'
import { conductInThread } from './run-seat.ts'
import type { Spans } from './telemetry.ts'
import { type WorkerMetrics, workerMetrics } from './worker-metrics.ts'

/** What a worker is started with. */
export interface WorkerSettings {
  readonly name: string
  readonly connection: RedisConnection
  readonly store: StoreLocation
  /** What models are run on; the processor when not given. */
  readonly device?: Device
  readonly roots: readonly Root[]
  readonly threads: number
  /** Memory that may be given to nodes, MB, and the JavaScript heap of one thread. */
  readonly memoryMb: number
  readonly heapMb?: number
  readonly needs: readonly Need[]
  /** Runs that are conducted at a time; none with 0. */
  readonly runs: number
  /** How long after the last sign of a worker its jobs are given to others, s. */
  readonly lockS: number
  readonly log: Logger
  readonly spans?: Spans
}

/**
 * A node whose worker goes down this often is not tried again; a run is not what brings it down.
 */
const maxStalledCount = 5
const maxStalledRuns = 10_000

/** How long a Redis that is away may hold up the end of a worker at each step, ms. */
const partingMs = 3000

/** How long a node that does not fit here is left to others, and its queue as well, ms. */
const misfitMs = 1000
const misfitPauseMs = 3000

/**
 * Nodes that take less than this, s, are fetched ahead, so many of them, lest a thread wait for
 * Redis. Of longer ones each that is held here might run elsewhere.
 */
const shortNodeS = 0.1
const fetchedAhead = 2

/** At most so often is the progress of a run written, ms. */
const progressEveryMs = 200

/** Takes jobs from the queues, and gives back what it cannot do or finish. */
export class Desk {
  readonly metrics: WorkerMetrics
  private readonly settings: WorkerSettings
  private readonly run: ReturnType<typeof nodeRunner>
  private readonly gate: MemoryGate
  private readonly workers: Worker[] = []
  private readonly running = new Map<string, string>()
  private readonly paceS = new Map<Need, number>()
  private readonly closing = new AbortController()
  private timer: NodeJS.Timeout | undefined

  constructor(settings: WorkerSettings, run: ReturnType<typeof nodeRunner>) {
    this.settings = settings
    this.run = run
    this.gate = new MemoryGate(settings.memoryMb)
    const running = () => this.running.size
    this.metrics = workerMetrics({ reservedMb: () => this.gate.reservedMb, running })
  }

  async begin(): Promise<void> {
    const { needs, threads, runs, log } = this.settings
    await this.beat()
    this.timer = setInterval(() => void this.beat().catch(() => undefined), beatEveryMs)
    for (const need of needs) {
      const process = (job: Job, token?: string) => this.node(need, job, token)
      this.workers.push(this.open(need, process, this.threadsOf(need)))
    }
    const process = (job: Job, token?: string) => this.conduct(job, token)
    if (runs > 0) this.workers.push(this.open('runs', process, runs))
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()))
    log.info({ needs, threads, runs, memoryMb: this.settings.memoryMb }, 'worker is ready')
  }

  /** No more jobs; runs go back to the queue at once, nodes get their time. */
  async drain(graceS: number): Promise<void> {
    this.closing.abort()
    this.settings.log.info({ running: this.running.size, graceS }, 'worker closes')
    await soon(Promise.all(this.workers.map((worker) => worker.pause(true))))
    for (let waitedMs = 0; this.running.size > 0 && waitedMs < graceS * 1000; waitedMs += 20)
      await new Promise((resolve) => setTimeout(resolve, 20))
  }

  async end(): Promise<void> {
    clearInterval(this.timer)
    await soon(Promise.allSettled(this.workers.map((worker) => worker.close())))
    await soon(endBeat(this.settings.connection, this.settings.name))
    this.settings.log.info('worker is closed')
  }

  private open(
    name: QueueName,
    process: (job: Job, token?: string) => Promise<unknown>,
    concurrency: number,
  ): Worker {
    const { connection, lockS, log, spans } = this.settings
    const worker = new Worker(name, process, {
      ...{ connection, prefix, concurrency, name: this.settings.name },
      maxStalledCount: name === 'runs' ? maxStalledRuns : maxStalledCount,
      lockDuration: lockS * 1000,
      stalledInterval: (lockS * 1000) / 2,
      telemetry: spans?.telemetry,
    })
    worker.on('error', ({ message }) => log.debug({ queue: name, message }, 'trouble with Redis'))
    worker.on('stalled', (job) => log.warn({ queue: name, job }, 'taken back from a lost worker'))
    return worker
  }

  private async node(need: Need, job: Job, token?: string): Promise<NodeDone> {
    const { log, name } = this.settings
    const data = await this.checked(job, () => parseNodeJob(job.id, job.data))
    const { key: node, id, run, memoryMb } = data
    if (!this.gate.fits(memoryMb)) await this.leaveToOthers(need, data, job, token)
    const line = log.child({ run, node, id, job: job.id, attempt: job.attemptsMade + 1 })
    const from = performance.now()
    const seconds = () => (performance.now() - from) / 1000
    try {
      const result = await this.gate.within(memoryMb, () =>
        this.occupied(node, id, () => this.run(data)),
      )
      const wallS = seconds()
      line.info({ wallS, cached: result.cached, rows: result.rows }, 'node is done')
      this.metrics.nodeEnded(need, 'done', wallS)
      this.setPace(need, wallS)
      return { ...result, host: hostname(), device: this.settings.device ?? 'cpu', wallS }
    } catch (thrown) {
      const failure = asFailure(thrown)
      await this.handBack(failure, job, token)
      const { code, facts } = failure
      line.warn({ code, facts, wallS: seconds(), again: canPass(failure) }, 'node failed')
      this.metrics.nodeEnded(need, code, seconds())
      await job.log(`${name}: ${code} ${JSON.stringify(facts)}`).catch(() => undefined)
      throw asReason(failure, job.attemptsMade + 1)
    }
  }

  private setPace(need: Need, wallS: number): void {
    const paceS = 0.8 * (this.paceS.get(need) ?? wallS) + 0.2 * wallS
    this.paceS.set(need, paceS)
    const worker = this.workers.find(({ name }) => name === need)
    const ahead = paceS < shortNodeS ? fetchedAhead : 0
    if (worker !== undefined) worker.concurrency = this.threadsOf(need) + ahead
  }

  private threadsOf(need: Need): number {
    return need === 'io' ? 1 : this.settings.threads
  }

  private async conduct(job: Job, token?: string): Promise<RunDone> {
    const { log, store } = this.settings
    const data = await this.checked(job, () => parseRunJob(job.id, job.data))
    const line = log.child({ run: data.run, pipeline: data.pipeline, user: data.user })
    line.info('run begins')
    const report = progressWriter(job)
    try {
      const done = await conductInThread({ job: data, store }, report.write, this.closing.signal)
      await report.end()
      line.info({ status: done.status, key: done.key }, 'run is done')
      this.metrics.runEnded(done.status)
      return done
    } catch (thrown) {
      const failure = asFailure(thrown)
      await this.handBack(failure, job, token)
      line.warn({ code: failure.code, facts: failure.facts, again: canPass(failure) }, 'run failed')
      this.metrics.runEnded(failure.code)
      throw asReason(failure, job.attemptsMade + 1)
    }
  }

  /** A job that is not one of ours goes to the dead letters at once. */
  private async checked<T>(job: Job, parse: () => T): Promise<T> {
    try {
      return parse()
    } catch (thrown) {
      const { code, facts } = asFailure(thrown)
      this.settings.log.warn({ job: job.id, code, facts }, 'job is refused')
      throw asReason(thrown, job.attemptsMade + 1)
    }
  }

  /** A node that this worker is too small for goes back; so that another one meets it first. */
  private async leaveToOthers(
    need: Need,
    { key, id, memoryMb }: NodeJob,
    job: Job,
    token?: string,
  ): Promise<never> {
    const { totalMb } = this.gate
    this.settings.log.warn({ node: key, id, memoryMb, totalMb }, 'node does not fit here')
    await job.log(`${this.settings.name}: needs ${memoryMb} MB, may give ${totalMb} MB`)
    const worker = this.workers.find(({ name }) => name === need)
    await worker?.pause(true)
    setTimeout(() => this.closing.signal.aborted || worker?.resume(), misfitPauseMs).unref()
    await job.moveToDelayed(Date.now() + misfitMs, token)
    throw new DelayedError()
  }

  /** What was interrupted because this worker ends is for another one, and costs no attempt. */
  private async handBack(failure: NeurarrowError, job: Job, token?: string): Promise<void> {
    if (failure.code !== 'interrupted' || !this.closing.signal.aborted) return
    this.settings.log.info({ job: job.id }, 'handed back')
    await job.moveToWait(token)
    throw new WaitingError()
  }

  private async occupied<T>(node: string, id: string, work: () => Promise<T>): Promise<T> {
    this.running.set(node, id)
    try {
      return await work()
    } finally {
      this.running.delete(node)
    }
  }

  private async beat(): Promise<void> {
    const { name, threads, memoryMb, needs, runs } = this.settings
    const queues = [...needs, ...(runs > 0 ? ['runs'] : [])]
    const running = [...this.running.values()]
    const host = hostname()
    const state = { name, host, pid: process.pid, threads, memoryMb, queues, running }
    await beat(this.settings.connection, state)
  }
}

/** Waits for something, but not for long. */
async function soon(work: Promise<unknown>): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, partingMs).unref())
  await Promise.race([work.catch(() => undefined), late])
}

/** Writes the latest progress of a run, not more often than people can read. */
function progressWriter(job: Job) {
  let latest: RunProgress | undefined
  let timer: NodeJS.Timeout | undefined
  const write = async () => {
    timer = undefined
    if (latest !== undefined) await job.updateProgress(latest).catch(() => undefined)
  }
  return {
    write(progress: RunProgress) {
      latest = progress
      timer ??= setTimeout(() => void write(), progressEveryMs)
    },
    async end() {
      clearTimeout(timer)
      await write()
    },
  }
}
