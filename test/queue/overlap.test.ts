import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noisePipeline, writeNoiseSet } from '../fixtures/noise-set.ts'
import {
  command,
  resultOf,
  type Setting,
  startWorkerProcess,
  type WorkerProcess,
} from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'

const cwd = temporaryFolder()
let redis: RedisServer
let setting: Setting
let workers: WorkerProcess[]

beforeAll(async () => {
  writeNoiseSet(cwd, { subjects: 6, lengthS: 60, channels: 4 })
  writeFileSync(join(cwd, 'other.yaml'), noisePipeline.replace('c: 0.1', 'c: 1'))
  redis = await startRedis(join(cwd, 'redis'))
  setting = { cwd, env: { REDIS_URL: redis.url } }
  const args = ['--store', 'store', '--threads', '1', '--lock', '4']
  workers = await Promise.all([args, args].map((one) => startWorkerProcess(one, setting)))
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await redis.kill()
})

test('two users submit overlapping pipelines at once: shared nodes run once', async () => {
  const submit = (user: string, file: string, out: string) =>
    command(
      ['submit', file, '--user', user, '--wait', '--json', '--store', 'store', '--out', out],
      setting,
    )
  const [ann, bob] = await Promise.all([
    submit('ann', 'noise.yaml', 'ann'),
    submit('bob', 'other.yaml', 'bob'),
  ])
  const first = resultOf(ann, cwd, 'ann').record
  const second = resultOf(bob, cwd, 'bob').record
  const keys = (record: { plan: { nodes: { key: string; stage: string }[] } }) =>
    record.plan.nodes.filter(({ stage }) => stage === 'bandpower').map(({ key }) => key)
  expect(keys(first)).toEqual(keys(second))
  expect(first.key).not.toBe(second.key)
  const done = workers
    .flatMap((worker) => worker.lines())
    .filter(({ msg }) => msg === 'node is done')
  const computed = done.filter(({ cached }) => !cached).map(({ node }) => node)
  expect(new Set(computed).size).toBe(computed.length)
  for (const key of keys(first)) expect(computed.filter((node) => node === key)).toHaveLength(1)
  expect(new Set(done.map(({ run }) => run)).size).toBeGreaterThan(0)
})

test('the same pipeline submitted twice is one run', async () => {
  const submit = ['submit', 'noise.yaml', '--json', '--store', 'store']
  const [known] = JSON.parse((await command(submit, setting)).stdout)
  expect(known).toMatchObject({ pipeline: 'noise', known: true, recordings: 12 })
})
