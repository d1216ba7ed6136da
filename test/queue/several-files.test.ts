import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeBrainvisionSet } from '../fixtures/brainvision-set.ts'
import { command, resultOf, type Setting, startWorkerProcess } from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'

const cwd = temporaryFolder()
const samples = join(cwd, 'data', 'noise', 'S02_b.eeg')
let redis: RedisServer
let setting: Setting

beforeAll(async () => {
  await writeBrainvisionSet(cwd, { subjects: 4, lengthS: 20, channels: 2 })
  redis = await startRedis(join(cwd, 'redis'))
  setting = { cwd, env: { REDIS_URL: redis.url } }
})
afterAll(() => redis.kill())

const local = async (out: string) => {
  const args = ['run', 'noise.yaml', '--json', '--store', 'local', '--out', out]
  return resultOf(await command(args, setting), cwd, out)
}

async function onQueue(store: string) {
  const worker = await startWorkerProcess(['--store', store, '--threads', '1'], setting)
  try {
    const how = ['--wait', '--json', '--store', store, '--out', store]
    const { code, stdout, stderr } = await command(['submit', 'noise.yaml', ...how], setting)
    return { code, stdout, stderr, lines: worker.lines() }
  } finally {
    await worker.stop()
  }
}

describe('a data set whose recordings are several files', () => {
  test('gives the same bytes on a queue as in a local run', async () => {
    const { record, predictions } = await local('before')
    expect(record.data.recordings).toBe(8)
    const found = resultOf(await onQueue('shared'), cwd, 'shared')
    expect(found.record.key).toBe(record.key)
    expect(found.predictions.equals(predictions)).toBe(true)
  })

  test('other samples beside the same header are another run', async () => {
    const { record } = await local('again')
    const bytes = readFileSync(samples)
    copyFileSync(samples, join(cwd, 'kept'))
    bytes.writeFloatLE(bytes.readFloatLE(400) + 1, 400)
    writeFileSync(samples, bytes)
    const changed = await local('changed')
    expect(changed.record.key).not.toBe(record.key)
    const keys = ({ plan }: { plan: { nodes: { id: string; key: string }[] } }) =>
      new Map(plan.nodes.map(({ id, key }) => [id, key]))
    const [before, after] = [keys(record), keys(changed.record)]
    const other = [...before].filter(([id, key]) => after.get(id) !== key).map(([id]) => id)
    expect(other.filter((id) => /^S\d\d_[ab]\//.test(id)).length).toBeGreaterThan(0)
    expect(other.filter((id) => /^S(?!02_b)/.test(id))).toEqual([])
    copyFileSync(join(cwd, 'kept'), samples)
    expect((await local('restored')).record.key).toBe(record.key)
  })

  test('two recordings with the same samples are found, though their headers differ', async () => {
    copyFileSync(samples, join(cwd, 'data', 'noise', 'S03_b.eeg'))
    const args = ['run', 'noise.yaml', '--json', '--store', 'twice', '--out', 'twice']
    const { code, stdout } = await command(args, setting)
    expect(code).not.toBe(0)
    expect(stdout).toMatch(/leakage/)
  })
})
