import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentKey, sha256 } from '../../src/pipeline/key.ts'
import { connect, type RedisConnection } from '../../src/queue/connect.ts'
import type { NodeJob } from '../../src/queue/node-job.ts'
import { openQueue } from '../../src/queue/queues.ts'
import { diskStore } from '../../src/store/disk.ts'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import {
  command,
  resultOf,
  type Setting,
  startWorkerProcess,
  until,
  type WorkerProcess,
} from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'

const cwd = temporaryFolder()
const store = diskStore(join(cwd, 'store'))
const password = 'PLANTED-queue-password'
const admin = 'PLANTED-admin-password'
let redis: RedisServer
let setting: Setting
let worker: WorkerProcess
let connection: RedisConnection

beforeAll(async () => {
  writeNoiseSet(cwd, { subjects: 4, lengthS: 20, channels: 2 })
  const rights = '~{neurarrow}:* &* +@all -@admin -@dangerous +info'
  const users = [`user default on >${admin} ~* &* +@all`, `user lab on >${password} ${rights}`]
  redis = await startRedis(join(cwd, 'redis'), users, ['-a', admin, '--no-auth-warning'])
  const url = `redis://lab:${password}@127.0.0.1:${redis.port}`
  const secrets = {
    AWS_SECRET_ACCESS_KEY: 'PLANTED-store-secret',
    AWS_ACCESS_KEY_ID: 'PLANTEDUSER',
  }
  setting = { cwd, env: { REDIS_URL: url, ...secrets } }
  const args = ['--store', 'store', '--threads', '1', '--lock', '4', '--log', 'debug']
  worker = await startWorkerProcess(args, setting)
  connection = await connect({ url, patienceS: 10 })
})
afterAll(async () => {
  connection.disconnect()
  await worker.stop()
  await redis.kill()
})

/** Puts a job on the queue as someone who may write to Redis, and gives how it ended. */
async function inject(id: string, data: object): Promise<{ code: string; facts: object }> {
  const queue = openQueue('cpu', connection)
  try {
    await queue.remove(id)
    await queue.add('node', data, { jobId: id, attempts: 7 })
    await until(async () => (await queue.getJob(id))?.finishedOn !== undefined, worker)
    const job = await queue.getJob(id)
    expect(job?.attemptsMade).toBe(1)
    return JSON.parse(job?.failedReason ?? '')
  } finally {
    await queue.close()
  }
}

/** Writes a sheet as someone who may write to the store; its name is right. */
async function forge(nodes: readonly object[]): Promise<string> {
  const text = JSON.stringify({ version: 1, nodes })
  await store.save(`sheets/${sha256(text)}.json`, Buffer.from(text))
  return sha256(text)
}

const recording = { subject: 'S1', session: '1', run: '1', recording: 'R', labels: {} }

/** A node that reads a file, with a key that follows from its content. */
function readNode(path: string, change: { channels?: string[] } = {}) {
  const options = { channels: ['C1'] }
  const content = {
    ...{ stage: 'read edf', version: 1, options: { ...options, recording } },
    inputs: { file: 'a'.repeat(64) },
  }
  const work = { do: 'read', reader: 'edf', path, recording, options: { ...options, ...change } }
  const key = contentKey(content)
  return { key, id: 'R/read', work, content, inputs: {}, keep: true, tail: true }
}

const jobOf = (sheet: string, key: string): NodeJob => ({
  ...{ sheet, key, id: 'forged', run: 'b'.repeat(64), user: 'mallory', memoryMb: 100, limitS: 10 },
})

describe('a Redis with users', () => {
  test('serves a user who may use the keys of neurarrow and no others', async () => {
    const submit = ['submit', 'noise.yaml', '--wait', '--json', '--store', 'store']
    const { record } = resultOf(await command(submit, setting), cwd)
    expect(record.status).toBe('done')
    await expect(connection.get('another')).rejects.toThrow(/NOPERM/)
  })

  test('refuses a wrong password, which is not repeated', async () => {
    const url = `redis://lab:PLANTED-wrong@127.0.0.1:${redis.port}`
    const ended = await command(['status', '--json'], { cwd, env: { REDIS_URL: url } })
    expect(ended.code).toBe(1)
    expect(JSON.parse(ended.stdout).error.code).toBe('queue-denied')
    expect(ended.stdout + ended.stderr).not.toContain('PLANTED')
  })

  test('that cannot be reached is said within seconds', async () => {
    const env = { REDIS_URL: 'redis://lab:PLANTED@127.0.0.1:1' }
    const ended = await command(['status', '--json'], { cwd, env })
    const { error } = JSON.parse(ended.stdout)
    expect(error).toMatchObject({ code: 'queue-unreachable', facts: { redis: '127.0.0.1:1' } })
    expect(ended.stdout + ended.stderr).not.toContain('PLANTED')
  })
})

describe('a job that was tampered with is refused', () => {
  test.each([
    ['has a field more', { extra: 1 }],
    ['has no limit', { limitS: undefined }],
    ['names another key than its own', { key: 'c'.repeat(64) }],
    ['names a sheet that is a path', { sheet: '../../etc' }],
  ])('it %s', async (name, change) => {
    const { key } = readNode('data:noise/S01_a.edf')
    const id = sha256(name)
    const job = { ...jobOf('d'.repeat(64), id), ...change }
    expect((await inject(id, job)).code).toBe('job-refused')
    expect(await store.has(key)).toBe(false)
  })

  test('it names a sheet that does not exist, or one that was changed', async () => {
    const node = readNode('data:noise/S01_a.edf')
    const nowhere = await inject(sha256('a'), jobOf('d'.repeat(64), sha256('a')))
    expect(nowhere).toMatchObject({ code: 'job-refused', facts: { found: 'no such sheet' } })
    const sheet = 'e'.repeat(64)
    await store.save(
      `sheets/${sheet}.json`,
      Buffer.from(JSON.stringify({ version: 1, nodes: [node] })),
    )
    const changed = await inject(node.key, jobOf(sheet, node.key))
    expect(changed).toMatchObject({ code: 'job-refused', facts: { field: 'sha256' } })
  })

  test('its node has a key that its content does not hash to', async () => {
    const key = sha256('another')
    const sheet = await forge([{ ...readNode('data:noise/S01_a.edf'), key }])
    expect(await inject(key, jobOf(sheet, key))).toMatchObject({
      ...{ code: 'job-refused', facts: { field: 'key' } },
    })
    expect(await store.has(key)).toBe(false)
  })

  test('its node does other work than its content says', async () => {
    const node = readNode('data:noise/S01_a.edf', { channels: ['C2'] })
    const sheet = await forge([node])
    expect(await inject(node.key, jobOf(sheet, node.key))).toMatchObject({
      ...{ code: 'job-refused', facts: { field: 'options' } },
    })
  })

  test.each([
    ['data:../secret.edf', 'path-refused'],
    ['data:noise/../../secret.edf', 'path-refused'],
    ['data:/etc/passwd', 'path-refused'],
    ['/etc/passwd', 'path-refused'],
    ['home:secret.edf', 'path-refused'],
    ['data:noise/nothing.edf', 'file-missing'],
    ['data:noise/S01_a.edf', 'checksum-mismatch'],
  ])('its node reads %s', async (path, code) => {
    const node = readNode(path)
    const sheet = await forge([node])
    expect((await inject(node.key, jobOf(sheet, node.key))).code).toBe(code)
    expect(await store.has(node.key)).toBe(false)
  })
})

test('no planted credential is in jobs, logs, the store or run folders', () => {
  const places = ['redis/appendonlydir', 'store', 'runs']
  const texts = places.flatMap((place) =>
    readdirSync(join(cwd, place), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => ({
        name: entry.name,
        text: readFileSync(join(entry.parentPath, entry.name), 'latin1'),
      })),
  )
  expect(texts.length).toBeGreaterThan(20)
  texts.push({ name: 'log', text: worker.said() })
  expect(texts.filter(({ text }) => text.includes('PLANTED')).map(({ name }) => name)).toEqual([])
})
