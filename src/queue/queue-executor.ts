import { fail, NeurarrowError } from '../errors.ts'
import type { Executor } from '../execution/executor.ts'
import type { TaskResult } from '../execution/task.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { Store } from '../store/store.ts'
import type { RedisConnection } from './connect.ts'
import { canPass, fromReason } from './failure.ts'
import { type Ended, JobWatch, type Look } from './job-watch.ts'
import { type NodeDone, type NodeJob, needOf, taskNodes } from './node-job.ts'
import { nodeMemoryMb, type Sizes } from './node-memory.ts'
import { type Need, needs } from './queues.ts'
import { saveSheet } from './sheet.ts'

/** Whose nodes are put on the queue, and how. */
export interface QueueExecutorSettings {
  readonly connection: RedisConnection
  readonly store: Store
  readonly run: string
  readonly user: string
  /** When a node's thread is ended, s. */
  readonly limitS: number
  /** Whether nodes that failed for good are tried again. */
  readonly again: boolean
  readonly fileBytes: (node: PlanNode) => number
  /** How many nodes may be queued or running at once; asked again and again. */
  readonly window: () => number
  /** From 1, first, to 100, last. */
  readonly priority: () => number
  readonly onDone?: (node: PlanNode, done: NodeDone) => void
}

interface Asked {
  readonly node: PlanNode
  readonly need: Need
  readonly job: NodeJob
  /** Whether a failure that was found at once has been put away to try again. */
  again: boolean
  readonly resolve: (result: TaskResult) => void
  readonly reject: (failure: NeurarrowError) => void
}

/**
 * Runs nodes as jobs of BullMQ: the id of a job is the key of its node, so that however many runs
 * ask for a node, it is run once. A window bounds what one run has on the queue.
 */
export class QueueExecutor implements Executor {
  private readonly settings: QueueExecutorSettings
  private readonly watches: Readonly<Record<Need, JobWatch>>
  private readonly nodes = new Map<string, PlanNode>()
  private readonly sheets = new Map<string, string>()
  private readonly tableBytes = new Map<string, number>()
  private readonly waiting: Asked[] = []
  private readonly open = new Map<string, Asked>()
  private readonly hosts = new Set<string>()
  private readonly devices = new Set<string>()
  private fresh: Asked[] = []
  private stopped: NeurarrowError | undefined

  constructor(settings: QueueExecutorSettings) {
    this.settings = settings
    const watch = (need: Need) =>
      new JobWatch(need, settings.connection, (key) => this.addAgain(key))
    this.watches = Object.fromEntries(needs.map((need) => [need, watch(need)])) as Record<
      Need,
      JobWatch
    >
  }

  get size(): number {
    return Math.max(1, this.hosts.size)
  }

  get device(): string | undefined {
    return this.devices.size === 0 ? undefined : [...this.devices].sort().join(', ')
  }

  async learn(nodes: readonly PlanNode[]): Promise<void> {
    const sheet = await saveSheet(nodes, this.settings.store)
    for (const node of nodes) {
      this.nodes.set(node.key, node)
      this.sheets.set(node.key, sheet)
    }
  }

  task(key: string): Promise<TaskResult> {
    if (this.stopped) return Promise.reject(this.stopped)
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...this.jobOf(key), again: false, resolve, reject })
      this.fill()
    })
  }

  abandon(): void {
    for (const asked of this.waiting.splice(0)) asked.reject(new NeurarrowError('interrupted'))
    for (const asked of this.open.values()) void this.takeBack(asked).catch(() => undefined)
  }

  /** Takes a node off the queue that nobody has begun; another run that wants it adds it again. */
  private async takeBack(asked: Asked): Promise<void> {
    const { queue } = this.watches[asked.need]
    if ((await queue.remove(asked.node.key)) !== 1) return
    if (this.open.get(asked.node.key) !== asked) return
    this.open.delete(asked.node.key)
    asked.reject(new NeurarrowError('interrupted'))
  }

  /** Rejects what is open with a reason, and takes what nobody has begun off the queue. */
  async stop(reason: NeurarrowError, takeBack: boolean): Promise<void> {
    if (this.stopped) return
    this.stopped = reason
    const open = [...this.open.values()]
    this.open.clear()
    for (const asked of [...this.waiting.splice(0), ...open]) asked.reject(reason)
    if (takeBack) {
      const removed = open.map(({ need, node }) => this.watches[need].queue.remove(node.key))
      await Promise.allSettled(removed)
    }
    await Promise.all(needs.map((need) => this.watches[need].close()))
  }

  /** Gives what is still waiting on the queue another priority. */
  async reorder(): Promise<void> {
    const priority = this.settings.priority()
    const changes = [...this.open.values()].map(async ({ need, node }) => {
      const job = await this.watches[need].queue.getJob(node.key)
      if (job !== undefined && job.priority !== priority) await job.changePriority({ priority })
    })
    await Promise.allSettled(changes)
  }

  private jobOf(key: string): Pick<Asked, 'node' | 'need' | 'job'> {
    const node = this.nodes.get(key) ?? fail('internal', { missingNode: key })
    const nodes = taskNodes(node, (input) => this.nodes.get(input))
    const { run, user, limitS, fileBytes } = this.settings
    const sizes: Sizes = {
      ofFile: fileBytes,
      ofTable: (input) => this.tableBytes.get(input) ?? 0,
    }
    const sheet = this.sheets.get(key) ?? ''
    const memoryMb = nodeMemoryMb(nodes, sizes)
    const job = { sheet, key, id: node.id, run, user, memoryMb, limitS }
    return { node, need: needOf(nodes.filter(({ keep }, i) => i === 0 || !keep)), job }
  }

  /** Puts as many on the queue as the window has room for; those of one turn go together. */
  private fill(): void {
    const room = this.settings.window() - this.open.size
    const next = room > 0 ? this.waiting.splice(0, room) : []
    if (next.length === 0) return
    for (const asked of next) this.open.set(asked.node.key, asked)
    if (this.fresh.length === 0) setImmediate(() => void this.flush())
    this.fresh.push(...next)
  }

  private async flush(): Promise<void> {
    const fresh = this.fresh.filter(({ node }) => this.open.has(node.key))
    this.fresh = []
    await Promise.all(
      needs.map((need) =>
        this.add(
          need,
          fresh.filter((asked) => asked.need === need),
        ),
      ),
    )
  }

  private async add(need: Need, asked: readonly Asked[]): Promise<void> {
    if (asked.length === 0 || this.stopped) return
    const watch = this.watches[need]
    const keys = asked.map(({ node }) => node.key)
    for (const one of asked) watch.wait(one.node.key, (ended) => this.end(one, ended))
    const priority = this.settings.priority()
    try {
      await watch.queue.addBulk(
        asked.map(({ job }) => ({ name: 'node', data: job, opts: { jobId: job.key, priority } })),
      )
      for (const [i, look] of (await watch.look(keys)).entries()) await this.found(asked[i], look)
    } catch (thrown) {
      // What could not be added is found to be missing, and added again, once Redis is back.
      if (this.stopped === undefined && !/closed/.test(String(thrown))) return
    }
  }

  /**
   * A job that had ended before it was asked for: its result counts, its failure may have passed.
   */
  private async found(asked: Asked, look: Look): Promise<void> {
    if (look === 'open' || look === 'missing' || !this.open.has(asked.node.key)) return
    const { key } = asked.node
    const watch = this.watches[asked.need]
    const mayPass = !look.ok && (this.settings.again || canPass(fromReason(look.reason)))
    if (look.ok || !mayPass || asked.again) {
      watch.forget(key)
      this.end(asked, look)
      return
    }
    asked.again = true
    const job = await watch.queue.getJob(key)
    await job?.retry('failed', { resetAttemptsMade: true })
  }

  private addAgain(key: string): void {
    const asked = this.open.get(key)
    if (asked && !this.fresh.includes(asked)) void this.add(asked.need, [asked])
  }

  private end(asked: Asked, ended: Ended): void {
    if (this.open.get(asked.node.key) !== asked) return
    this.open.delete(asked.node.key)
    if (ended.ok) {
      const done = ended.value as NodeDone
      this.hosts.add(done.host)
      this.devices.add(done.device)
      this.tableBytes.set(done.key, done.bytes)
      this.settings.onDone?.(asked.node, done)
      const { host: _, device: _device, wallS: _wall, ...result } = done
      asked.resolve(result)
    } else asked.reject(fromReason(ended.reason))
    this.fill()
  }
}
