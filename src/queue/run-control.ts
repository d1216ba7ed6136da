import type { RedisConnection } from './connect.ts'
import { ownKey } from './queues.ts'

/** What people ask of a run while it runs. */
export interface Wishes {
  readonly cancel: boolean
  readonly priority?: number
}

/** So many nodes of one user are queued or running at a time, shared by the user's runs. */
export const userWindow = 256

/** A run that went down without a word is forgotten after this, s. */
const forgottenS = 600

/** Asks a running run to do something. */
export async function wish(
  connection: RedisConnection,
  run: string,
  wishes: Partial<Wishes>,
): Promise<void> {
  const { cancel, priority } = wishes
  const key = ownKey('run', run)
  if (cancel !== undefined) await connection.hset(key, 'cancel', cancel ? '1' : '0')
  if (priority !== undefined) await connection.hset(key, 'priority', String(priority))
  await connection.expire(key, 7 * 24 * 3600)
}

/** What has been asked of a run. */
export async function wishesOf(connection: RedisConnection, run: string): Promise<Wishes> {
  const [cancel, priority] = await connection.hmget(ownKey('run', run), 'cancel', 'priority')
  return { cancel: cancel === '1', ...(priority ? { priority: Number(priority) } : {}) }
}

/**
 * Counts a run among those of its user; to be repeated while it runs. @returns how many there are
 */
export async function countRun(
  connection: RedisConnection,
  user: string,
  run: string,
): Promise<number> {
  const key = ownKey('user', user)
  await connection.sadd(key, run)
  await connection.expire(key, forgottenS)
  return connection.scard(key)
}

/** Takes a run that ended from those of its user. */
export async function uncountRun(
  connection: RedisConnection,
  user: string,
  run: string,
): Promise<void> {
  await connection.srem(ownKey('user', user), run)
  await connection.del(ownKey('run', run))
}
