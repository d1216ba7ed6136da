import { Cluster, Redis } from 'ioredis'
import { fail, NeurarrowError } from '../errors.ts'
import { parseRedisUrl, type RedisAddress } from './redis-address.ts'

/** A connection to Redis, alone or to a cluster. */
export type RedisConnection = Redis | Cluster

/** How to connect. */
export interface ConnectSettings {
  /** Address; `REDIS_URL` of the environment without it. */
  readonly url?: string
  /** How long the first answer may take, s; without end for a worker. */
  readonly patienceS: number
  /** Called with what goes wrong later, without credentials; the connection is tried again. */
  readonly onTrouble?: (message: string) => void
}

/**
 * Connects to Redis and waits for its first answer; later interruptions are bridged by trying again
 * for ever, with at most 2 s between.
 *
 * @throws {NeurarrowError} `arguments-invalid` without an address, `queue-denied` when the user or
 *   password is wrong, `queue-unreachable` when there is no answer in time
 */
export async function connect(settings: ConnectSettings): Promise<RedisConnection> {
  const url = settings.url ?? process.env.REDIS_URL
  if (!url) fail('arguments-invalid', { option: 'REDIS_URL', expected: 'the address of Redis' })
  const address = parseRedisUrl(url)
  const connection = open(address)
  let last = 'no answer'
  connection.on('error', (error: Error) => {
    last = plainMessage(error)
    settings.onTrouble?.(last)
  })
  try {
    await answered(connection, settings.patienceS, () => last)
  } catch (thrown) {
    connection.disconnect()
    if (thrown instanceof NeurarrowError) throw thrown
    fail(deniedBy(thrown) ? 'queue-denied' : 'queue-unreachable', {
      ...placeOf(address),
      message: plainMessage(thrown),
    })
  }
  return connection
}

/**
 * What an error of Redis says: its message alone, for the error holds the command and its words.
 */
export function plainMessage(thrown: unknown): string {
  const said = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return said.replace(/[a-z+]+:\/\/[^@\s]*@/gi, '')
}

/** Whether Redis refused a user, a password or a command. */
export function deniedBy(thrown: unknown): boolean {
  return /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password)/.test(plainMessage(thrown))
}

function open(address: RedisAddress): RedisConnection {
  const { hosts, username, password, database, tls } = address
  const login = { username, password, ...(tls ? { tls: {} } : {}) }
  const every = (times: number) => Math.min(50 * 2 ** Math.min(times, 6), 2000)
  const lasting = { maxRetriesPerRequest: null, enableReadyCheck: false, connectTimeout: 5000 }
  if (address.kind === 'cluster') {
    return new Cluster([...hosts], {
      redisOptions: { ...login, ...lasting },
      clusterRetryStrategy: every,
    })
  }
  const shared = { ...login, ...lasting, db: database, retryStrategy: every }
  if (address.kind === 'one') return new Redis({ ...shared, ...hosts[0] })
  return new Redis({
    ...shared,
    sentinels: hosts.map((one) => ({ ...one })),
    name: address.master,
    sentinelUsername: address.sentinelUsername,
    sentinelPassword: address.sentinelPassword,
    enableTLSForSentinelMode: tls,
    ...(tls ? { sentinelTLS: {} } : {}),
    sentinelRetryStrategy: every,
  })
}

async function answered(
  connection: RedisConnection,
  patienceS: number,
  last: () => string,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    if (!Number.isFinite(patienceS)) return
    timer = setTimeout(() => reject(new Error(last())), patienceS * 1000)
  })
  try {
    await Promise.race([connection.ping(), late, refused(connection)])
  } finally {
    clearTimeout(timer)
  }
}

/** A wrong password does not mend itself: it ends the waiting. */
function refused(connection: RedisConnection): Promise<never> {
  return new Promise((_, reject) => {
    connection.on('error', (error: Error) => {
      if (deniedBy(error)) reject(error)
    })
  })
}

function placeOf({ hosts, kind, tls }: RedisAddress) {
  return { redis: hosts.map(({ host, port }) => `${host}:${port}`).join(','), kind, tls }
}
