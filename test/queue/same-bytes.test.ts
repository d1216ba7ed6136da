import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import {
  command,
  resultOf,
  type Setting,
  startWorkerProcess,
  type WorkerProcess,
} from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'
import { type S3Server, startS3 } from '../fixtures/s3-server.ts'

const cwd = temporaryFolder()
const controls = ['--set', 'evaluate.controls=[labelShuffle, subjectIdentity]']
const workers: WorkerProcess[] = []
let redis: RedisServer
let s3: S3Server
let setting: Setting
let local: ReturnType<typeof resultOf>

beforeAll(async () => {
  writeNoiseSet(cwd, { subjects: 6, lengthS: 40, channels: 4 })
  redis = await startRedis(join(cwd, 'redis'))
  s3 = await startS3(join(cwd, 'objects'), ['tables'])
  setting = { cwd, env: { REDIS_URL: redis.url, ...s3.env } }
  const args = ['run', 'noise.yaml', ...controls, '--json', '--store', 'local']
  local = resultOf(await command([...args, '--out', 'local-out'], setting), cwd, 'local-out')
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  redis.command('flushall')
})
afterAll(async () => {
  await redis.kill()
  await s3.stop()
})

describe('keys and predictions are the same bytes as those of a local run', () => {
  for (const count of [1, 2, 4]) {
    for (const place of count === 2 ? (['folder', 's3'] as const) : (['folder'] as const)) {
      test(`${count} workers, store in: ${place}`, async () => {
        const store = place === 'folder' ? `store-${count}` : `s3://tables/store-${count}`
        const args = ['--store', store, '--threads', '1', '--lock', '4']
        const starts = Array.from({ length: count }, () => startWorkerProcess(args, setting))
        workers.push(...(await Promise.all(starts)))
        const out = `out-${place}-${count}`
        const how = ['--wait', '--json', '--store', store, '--out', out]
        const submit = ['submit', 'noise.yaml', ...controls, ...how]
        const { record, predictions } = resultOf(await command(submit, setting), cwd, out)
        expect(record.status).toBe('done')
        expect(record.key).toBe(local.record.key)
        expect(record.scores).toEqual(local.record.scores)
        expect(record.controls).toEqual(local.record.controls)
        expect(record.controls).toHaveLength(2)
        const keys = (nodes: { key: string }[]) => nodes.map(({ key }) => key).sort()
        expect(keys(record.plan.nodes)).toEqual(keys(local.record.plan.nodes))
        expect(predictions.equals(local.predictions)).toBe(true)
        const ran = workers
          .flatMap((worker) => worker.lines())
          .filter(({ msg }) => msg === 'node is done')
        expect(new Set(ran.map(({ node }) => node)).size).toBe(ran.length)
      })
    }
  }
})

test('submit --leak-check: workers run the folds that leak, as a local run does', async () => {
  const leak = ['noise.yaml', '--leak-check', '--json']
  const run = ['run', ...leak, '--store', 'local', '--out', 'local-leak']
  const own = resultOf(await command(run, setting), cwd, 'local-leak')
  const args = ['--store', 'store-leak', '--threads', '1', '--lock', '4']
  const worker = await startWorkerProcess(args, setting)
  workers.push(worker)
  const how = ['--wait', '--store', 'store-leak', '--out', 'out-leak']
  const { record } = resultOf(await command(['submit', ...leak, ...how], setting), cwd, 'out-leak')
  expect(record.leakCheck).toEqual(own.record.leakCheck)
  const splits = record.leakCheck?.splits.map(({ use }: { use: string }) => use)
  expect(splits).toEqual(['window', 'recording', 'subject'])
  expect(record.certificate.clean).toBe(true)
  expect(record.scores).toEqual(local.record.scores)
  const folds = worker.lines().filter(({ msg }) => msg === 'node is done').length
  expect(folds).toBeGreaterThan(record.folds.length)
})
