import { fail } from '../errors.ts'

/** Where Redis is and how to enter. Holds a password: it is never written, logged or sent. */
export interface RedisAddress {
  readonly kind: 'one' | 'sentinel' | 'cluster'
  readonly hosts: readonly { readonly host: string; readonly port: number }[]
  readonly tls: boolean
  readonly username?: string
  readonly password?: string
  readonly database: number
  /** Name of the master that the sentinels watch. */
  readonly master?: string
  readonly sentinelUsername?: string
  readonly sentinelPassword?: string
}

const schemes: Readonly<Record<string, { kind: RedisAddress['kind']; tls: boolean }>> = {
  redis: { kind: 'one', tls: false },
  rediss: { kind: 'one', tls: true },
  'redis+sentinel': { kind: 'sentinel', tls: false },
  'rediss+sentinel': { kind: 'sentinel', tls: true },
  'redis+cluster': { kind: 'cluster', tls: false },
  'rediss+cluster': { kind: 'cluster', tls: true },
}

const form = /^([a-z+]+):\/\/(?:([^@/]*)@)?([^@/?]+)(?:\/([^?]*))?$/

/**
 * Reads `REDIS_URL`.
 *
 * `redis://user:password@host:6379/0`, `rediss://` with TLS;
 * `redis+sentinel://user:password@a,b,c/master/0`; `redis+cluster://user:password@a,b,c`. User and
 * password are percent-encoded. The password of the sentinels themselves is that of
 * `REDIS_SENTINEL_URL_PASSWORD`, with `REDIS_SENTINEL_URL_USER`.
 *
 * @throws {NeurarrowError} `arguments-invalid`, without the text, for it may hold a password
 */
export function parseRedisUrl(text: string, env: NodeJS.ProcessEnv = process.env): RedisAddress {
  const [, scheme = '', login, hosts, path = ''] = form.exec(text.trim()) ?? []
  const known = schemes[scheme]
  if (known === undefined || hosts === undefined) return wrong('scheme://user:password@host:port')
  const [user, password] = splitLogin(login)
  const parts = path.split('/')
  const [master, index] = known.kind === 'sentinel' ? parts : [undefined, parts[0]]
  if (known.kind === 'sentinel' && !master) return wrong('redis+sentinel://host,host/master')
  const database = Number(index || 0)
  if (!Number.isInteger(database) || database < 0) return wrong('a database number')
  if (known.kind === 'cluster' && database > 0) return wrong('no database, a cluster has one')
  return {
    ...known,
    hosts: hosts.split(',').map((one) => parseHost(one, known.kind)),
    username: user,
    password,
    database,
    master,
    sentinelUsername: env.REDIS_SENTINEL_URL_USER,
    sentinelPassword: env.REDIS_SENTINEL_URL_PASSWORD,
  }
}

function splitLogin(login: string | undefined): [string?, string?] {
  if (login === undefined || login === '') return []
  const colon = login.indexOf(':')
  const [user, password] = colon < 0 ? [login] : [login.slice(0, colon), login.slice(colon + 1)]
  try {
    return [user && decodeURIComponent(user), password && decodeURIComponent(password)].map(
      (word) => word || undefined,
    ) as [string?, string?]
  } catch {
    return wrong('percent-encoded user and password')
  }
}

function parseHost(text: string, kind: RedisAddress['kind']): { host: string; port: number } {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  const port = Number(digits ?? (kind === 'sentinel' ? 26379 : 6379))
  const host = bracketed ?? plain
  if (host === undefined || port < 1 || port > 65535) return wrong('host:port, host:port')
  return { host, port }
}

function wrong(expected: string): never {
  return fail('arguments-invalid', { option: 'REDIS_URL', expected })
}
