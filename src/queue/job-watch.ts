import { type Queue, QueueEvents } from 'bullmq'
import type { RedisConnection } from './connect.ts'
import { openQueue, prefix, type QueueName } from './queues.ts'

/** How a job ended. */
export type Ended =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string }

/** What is known of a job when it is looked at; `missing` when it was removed or never added. */
export type Look = Ended | 'open' | 'missing'

/** Events may be lost while Redis is away, so that what is waited for is looked at now and then. */
const lookEveryMs = 2000

/** Waits for jobs of one queue to end, by events and by looking. */
export class JobWatch {
  readonly queue: Queue
  private readonly events: QueueEvents
  private readonly connection: RedisConnection
  private readonly waiting = new Map<string, (ended: Ended) => void>()
  private readonly timer: NodeJS.Timeout
  private readonly onMissing: (id: string) => void

  /** @param onMissing called for a job that is waited for and is not there any more */
  constructor(name: QueueName, connection: RedisConnection, onMissing: (id: string) => void) {
    this.queue = openQueue(name, connection)
    this.connection = connection
    this.onMissing = onMissing
    this.events = new QueueEvents(name, { connection, prefix })
    this.events.on('completed', ({ jobId, returnvalue }) => {
      this.end(jobId, { ok: true, value: returnvalue })
    })
    this.events.on('failed', ({ jobId, failedReason }) => {
      this.end(jobId, { ok: false, reason: failedReason })
    })
    // Connections come back by themselves; what is wrong meanwhile is said by the connection.
    this.events.on('error', () => undefined)
    this.queue.on('error', () => undefined)
    this.timer = setInterval(() => void this.lookAtAll().catch(() => undefined), lookEveryMs)
  }

  /** Called with the progress of any job of the queue. */
  onProgress(listener: (id: string, progress: unknown) => void): void {
    this.events.on('progress', ({ jobId, data }) => listener(jobId, data))
  }

  /** Calls back once when the job has ended; to be registered before the job is added. */
  wait(id: string, done: (ended: Ended) => void): void {
    this.waiting.set(id, done)
  }

  /** Stops waiting for a job. */
  forget(id: string): void {
    this.waiting.delete(id)
  }

  /** How jobs stand at this moment. */
  async look(ids: readonly string[]): Promise<Look[]> {
    const fields = ['name', 'finishedOn', 'returnvalue', 'failedReason'] as const
    const asked = ids.map((id) => this.connection.hmget(this.queue.toKey(id), ...fields))
    return (await Promise.all(asked)).map(([name, finishedOn, value, reason]) => {
      if (name === null) return 'missing'
      if (finishedOn === null) return 'open'
      if (value !== null) return { ok: true, value: JSON.parse(value) as unknown }
      return { ok: false, reason: reason ?? '' }
    })
  }

  /** Acts on how a job that is waited for was found. */
  settle(id: string, look: Look): void {
    if (!this.waiting.has(id) || look === 'open') return
    if (look === 'missing') this.onMissing(id)
    else this.end(id, look)
  }

  async close(): Promise<void> {
    clearInterval(this.timer)
    this.waiting.clear()
    await Promise.allSettled([this.events.close(), this.queue.close()])
  }

  private async lookAtAll(): Promise<void> {
    const ids = [...this.waiting.keys()]
    const looks = await this.look(ids)
    for (const [i, look] of looks.entries()) this.settle(ids[i], look)
  }

  private end(id: string, ended: Ended): void {
    const done = this.waiting.get(id)
    this.waiting.delete(id)
    done?.(ended)
  }
}
