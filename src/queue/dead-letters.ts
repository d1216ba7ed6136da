import type { RedisConnection } from './connect.ts'
import { fromReason } from './failure.ts'
import type { NodeJob } from './node-job.ts'
import { needs, openQueue } from './queues.ts'

/** A node that failed for good, and why. */
export interface DeadLetter {
  readonly key: string
  readonly id: string
  readonly run: string
  readonly user: string
  readonly need: string
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
  /** How often it was tried. */
  readonly tries: number
  readonly worker?: string
}

/** The nodes that failed for good, the latest first, at most `most` of each queue. */
export async function deadLetters(connection: RedisConnection, most = 100): Promise<DeadLetter[]> {
  const found = await Promise.all(
    needs.map(async (need) => {
      const queue = openQueue(need, connection)
      const jobs = await queue.getJobs('failed', 0, most - 1).finally(() => queue.close())
      return jobs.map((job) => {
        const data = job.data as Partial<NodeJob>
        const { code, facts } = fromReason(job.failedReason ?? '')
        return {
          ...{ key: job.id ?? '', id: data.id ?? '', run: data.run ?? '', user: data.user ?? '' },
          ...{ need, code, facts, tries: job.attemptsMade, worker: job.processedBy },
        }
      })
    }),
  )
  return found.flat()
}
