import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command, type Setting, startWorkerProcess } from '../fixtures/queue-site.ts'
import { smallEdf, temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'

const count = 10_000
const mostMs = 2
const cwd = temporaryFolder()
let redis: RedisServer
let setting: Setting

const card = `name: many
title: Many short recordings
licence: CC0-1.0
modality: eeg
recordings:
  pattern: 'R{number:\\d+}.edf'
  subject: S{number}
`
const pipeline = `name: many
dataset: many
stages:
  - pick: { channels: [Fp1, O1] }
  - window: { lengthS: 2 }
  - bandpower: { bandsHz: [[4, 8]], segmentS: 1 }
`

beforeAll(async () => {
  mkdirSync(join(cwd, 'data', 'many'), { recursive: true })
  mkdirSync(join(cwd, 'datasets'))
  const bytes = smallEdf()
  for (let i = 0; i < count; i++)
    writeFileSync(join(cwd, 'data', 'many', `R${String(i).padStart(5, '0')}.edf`), bytes)
  writeFileSync(join(cwd, 'datasets', 'many.yaml'), card)
  writeFileSync(join(cwd, 'many.yaml'), pipeline)
  redis = await startRedis(join(cwd, 'redis'))
  setting = { cwd, env: { REDIS_URL: redis.url } }
})
afterAll(() => redis.kill())

/** Runs a command and gives its wall time, s. */
async function timed(args: readonly string[]): Promise<number> {
  const from = performance.now()
  const ended = await command(args, setting)
  expect(ended.code, ended.stderr).toBe(0)
  return (performance.now() - from) / 1000
}

const memoryOf = (field: string) =>
  Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(redis.command('info', 'memory'))?.[1]) / 2 ** 20

test('10 000 small nodes: little overhead for each, and Redis stays small', async () => {
  await timed(['run', 'many.yaml', '--store', 'store'])
  const worker = await startWorkerProcess(['--store', 'store', '--threads', '1'], setting)
  const before = memoryOf('used_memory')
  const figures: number[] = []
  // Tables are stored, so that what is left is planning, the queue, and a look at each table. The
  // least of a few counts, for other work on the machine only adds to it.
  for (let i = 0; i < 3 && Math.min(...figures) >= mostMs; i++) {
    const local = await timed(['run', 'many.yaml', '--store', 'store', '--workers', '1'])
    redis.command('flushall')
    const queued = await timed(['submit', 'many.yaml', '--wait', '--store', 'store'])
    figures.push((1000 * (queued - local)) / count)
  }
  const [peak, after] = [memoryOf('used_memory_peak'), memoryOf('used_memory')]
  await worker.stop()
  const shown = figures.map((ms) => ms.toFixed(2)).join(', ')
  const memory = [before, peak, after].map((mb) => mb.toFixed(1)).join(', ')
  process.stdout.write(`${shown} ms a node; Redis before, at most, after: ${memory} MB\n`)
  // Finished jobs are kept for an hour, up to 10 000; what waits is bounded by the window.
  expect(peak - before).toBeLessThan(64)
  expect(Math.min(...figures)).toBeLessThan(mostMs)
})
