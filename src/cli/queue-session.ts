import type { Queue } from 'bullmq'
import type { RedisConnection } from '../queue/connect.ts'
import { say } from './output.ts'

/** The queue of runs, open for one command. */
export interface QueueSession {
  readonly connection: RedisConnection
  readonly queue: Queue
}

/** How long Redis may be silent before a command gives up, s. */
const patienceS = 10

/**
 * Connects to the Redis of `REDIS_URL`, does something, and disconnects.
 *
 * @throws {NeurarrowError} `arguments-invalid`, `queue-denied`, `queue-unreachable`, and what the
 *   work raises
 */
export async function withQueue<T>(work: (session: QueueSession) => Promise<T>): Promise<T> {
  const { connect } = await import('../queue/connect.ts')
  const { openQueue } = await import('../queue/queues.ts')
  let connected = false
  let said = ''
  const onTrouble = (message: string) => {
    if (connected && message !== said) say(`Redis: ${message}; trying again`)
    said = message
  }
  const connection = await connect({ patienceS, onTrouble })
  connected = true
  const queue = openQueue('runs', connection)
  queue.on('error', () => undefined)
  try {
    return await work({ connection, queue })
  } finally {
    await queue.close()
    connection.disconnect()
  }
}

/** How commands take a run, for their help. */
export const runWords = "a run: the beginning of its key, or its pipeline's name for the latest"

/** The beginning of a run's key, as people write it. */
export function shortRun(run: string): string {
  return run.slice(0, 12)
}
