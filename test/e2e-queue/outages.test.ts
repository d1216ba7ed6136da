import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import {
  command,
  resultOf,
  type Setting,
  startCommand,
  startWorkerProcess,
  until,
  type WorkerProcess,
} from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'
import { type S3Server, startS3 } from '../fixtures/s3-server.ts'
import { slowFolds } from '../fixtures/slow-folds.ts'

const cwd = temporaryFolder()
const skewedClock = fileURLToPath(new URL('../fixtures/skewed-clock.js', import.meta.url))
const workers: WorkerProcess[] = []
let redis: RedisServer
let s3: S3Server
let setting: Setting
let local: ReturnType<typeof resultOf>

beforeAll(async () => {
  writeNoiseSet(cwd, { subjects: 8, lengthS: 60, channels: 4 })
  writeFileSync(join(cwd, 'slow.yaml'), slowFolds(60))
  redis = await startRedis(join(cwd, 'redis'))
  s3 = await startS3(join(cwd, 'objects'), ['tables'])
  setting = { cwd, env: { REDIS_URL: redis.url, ...s3.env } }
  local = resultOf(await command(['run', 'slow.yaml', '--json'], setting), cwd)
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop('SIGKILL')))
  redis.command('flushall')
})
afterAll(async () => {
  await redis.kill()
  await s3.stop()
})

async function begin(store: string, env: Record<string, string> = {}): Promise<WorkerProcess> {
  const args = ['--store', store, '--threads', '1', '--lock', '4']
  const worker = await startWorkerProcess(args, { cwd, env: { ...setting.env, ...env } })
  workers.push(worker)
  return worker
}

const submit = (store: string) =>
  startCommand(
    ['submit', 'slow.yaml', '--wait', '--json', '--store', store, '--out', 'out'],
    setting,
  )

/** Waits until some nodes of a kind are done. */
const nodesDone = (worker: WorkerProcess, count: number) =>
  until(() => worker.lines().filter(({ msg }) => msg === 'node is done').length >= count, worker)

async function expectSame(running: ReturnType<typeof submit>): Promise<void> {
  const { record, predictions } = resultOf(await running.ended, cwd, 'out')
  expect(record.status).toBe('done')
  expect(record.key).toBe(local.record.key)
  expect(predictions.equals(local.predictions)).toBe(true)
}

describe('a run goes on to the same bytes', () => {
  test('when Redis loses its power and comes back from its append-only file', async () => {
    const [worker] = [await begin('power'), await begin('power')]
    const running = submit('power')
    for (const count of [3, 8]) {
      await nodesDone(worker, count)
      await redis.kill()
      await setTimeout(1000)
      await redis.start()
    }
    await expectSame(running)
  })

  test('when Redis does not answer for 30 s', async () => {
    const [worker] = [await begin('silent'), await begin('silent')]
    const running = submit('silent')
    await nodesDone(worker, 6)
    redis.freeze()
    await setTimeout(30_000)
    redis.thaw()
    await expectSame(running)
  })

  test('when Redis is gone for 30 s', async () => {
    const [worker] = [await begin('gone'), await begin('gone')]
    const running = submit('gone')
    await nodesDone(worker, 6)
    await redis.kill()
    await setTimeout(30_000)
    await redis.start()
    await expectSame(running)
  })

  test('when the bucket cannot be reached for 30 s', async () => {
    const [worker] = [await begin('s3://tables/x'), await begin('s3://tables/x')]
    const running = submit('s3://tables/x')
    await nodesDone(worker, 4)
    await s3.stop()
    await setTimeout(30_000)
    await s3.restart()
    await expectSame(running)
  })

  test('when the clocks of workers are minutes apart', async () => {
    const clock = (seconds: number) => ({
      NODE_OPTIONS: `--import=${skewedClock}`,
      CLOCK_SKEW_S: String(seconds),
    })
    const [early, late] = [await begin('clock', clock(-300)), await begin('clock', clock(420))]
    await expectSame(submit('clock'))
    for (const worker of [early, late]) await nodesDone(worker, 1)
  })
})

describe('a store without room', () => {
  const disk = join(cwd, 'disk')
  beforeAll(() => {
    if (process.getuid?.() !== 0) throw new Error('mounting a small file system needs root')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'none', disk])
  })
  afterAll(() => {
    execFileSync('umount', [disk])
  })

  test('is said when a run is submitted; one that runs waits for room', async () => {
    const ballast = join(disk, 'ballast')
    const fill = () => {
      try {
        for (let i = 0; ; i++) writeFileSync(`${ballast}-${i}`, new Uint8Array(4096))
      } catch {
        // full
      }
    }
    const clear = () => {
      for (const name of readdirSync(disk)) if (name.startsWith('ballast')) rmSync(join(disk, name))
    }
    fill()
    const refused = await command(
      ['submit', 'slow.yaml', '--json', '--store', 'disk/store'],
      setting,
    )
    expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([1, 'store-full'])
    clear()
    const worker = await begin('disk/store')
    const running = submit('disk/store')
    await nodesDone(worker, 4)
    fill()
    await until(() => worker.lines().some(({ code }) => code === 'store-full'), worker)
    await setTimeout(4000)
    clear()
    await expectSame(running)
    const names = readdirSync(disk, { recursive: true, encoding: 'utf8' })
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
