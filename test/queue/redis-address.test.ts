import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { parseRedisUrl } from '../../src/queue/redis-address.ts'

describe('REDIS_URL', () => {
  test('has host, port, user, password and database', () => {
    expect(parseRedisUrl('rediss://lab:p%40ss%3Aword@redis.example:6380/2', {})).toMatchObject({
      kind: 'one',
      hosts: [{ host: 'redis.example', port: 6380 }],
      tls: true,
      username: 'lab',
      password: 'p@ss:word',
      database: 2,
    })
  })

  test('may have a password alone, or nothing but a host', () => {
    const { username, password } = parseRedisUrl('redis://:word@localhost', {})
    expect([username, password]).toEqual([undefined, 'word'])
    const bare = parseRedisUrl('redis://[::1]', {})
    expect(bare).toMatchObject({ hosts: [{ host: '::1', port: 6379 }], database: 0 })
  })

  test('names sentinels and their master', () => {
    const env = { REDIS_SENTINEL_URL_PASSWORD: 'own' }
    const address = parseRedisUrl('redis+sentinel://u:p@a,b:26380/mymaster/1', env)
    expect(address).toMatchObject({ kind: 'sentinel', master: 'mymaster', database: 1 })
    expect(address.hosts).toEqual([
      { host: 'a', port: 26379 },
      { host: 'b', port: 26380 },
    ])
    expect(address.sentinelPassword).toBe('own')
  })

  test('names the nodes of a cluster', () => {
    const { kind, hosts } = parseRedisUrl('redis+cluster://a:1,b:2', {})
    expect([kind, hosts.length]).toEqual(['cluster', 2])
  })

  test.each([
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://host:0',
    'redis://host:99999',
    'redis://host/x',
    'redis://u:%zz@host',
    'redis+sentinel://a,b',
    'redis+cluster://a/1',
  ])('%s is refused', (text) => {
    expect(() => parseRedisUrl(text, {})).toThrow(NeurarrowError)
  })

  test('is not repeated when it is wrong', () => {
    const planted = 'redis://user:PLANTED@host:port:more'
    expect(() => parseRedisUrl(planted, {})).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('PLANTED') }),
    )
  })
})
