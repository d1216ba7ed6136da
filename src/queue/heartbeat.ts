import type { RedisConnection } from './connect.ts'
import { ownKey } from './queues.ts'

/** A worker as `status` shows it. */
export interface WorkerState {
  readonly name: string
  readonly host: string
  readonly pid: number
  readonly threads: number
  readonly memoryMb: number
  readonly queues: readonly string[]
  /** What it is doing now. */
  readonly running: readonly string[]
}

/** A state, and how long ago it was said, s, by the clock of Redis. */
export interface SeenWorker extends WorkerState {
  readonly ageS: number
}

/** How often a worker says that it is there, ms. */
export const beatEveryMs = 2000

const lostAfterS = 15
const key = ownKey('workers')

/** Says that a worker is there; times are those of Redis, for clocks of machines differ. */
export async function beat(connection: RedisConnection, state: WorkerState): Promise<void> {
  const [seconds] = await connection.time()
  await connection.hset(key, state.name, JSON.stringify({ ...state, seenS: Number(seconds) }))
}

/** Takes a worker that ends from the list. */
export async function endBeat(connection: RedisConnection, name: string): Promise<void> {
  await connection.hdel(key, name)
}

/** The workers that have been heard of lately; those that were lost are taken from the list. */
export async function seenWorkers(connection: RedisConnection): Promise<SeenWorker[]> {
  const [now] = await connection.time()
  const all = Object.values(await connection.hgetall(key)).map((text) => {
    const { seenS, ...state } = JSON.parse(text) as WorkerState & { seenS: number }
    return { ...state, ageS: Math.max(0, Number(now) - seenS) }
  })
  const lost = all.filter(({ ageS }) => ageS > lostAfterS).map(({ name }) => name)
  if (lost.length > 0) await connection.hdel(key, ...lost)
  return all.filter(({ ageS }) => ageS <= lostAfterS)
}
