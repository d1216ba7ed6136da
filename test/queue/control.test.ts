import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import {
  command,
  type Running,
  resultOf,
  type Setting,
  startCommand,
  startWorkerProcess,
  until,
  type WorkerProcess,
} from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'
import { freePort } from '../fixtures/s3-server.ts'
import { slowFolds } from '../fixtures/slow-folds.ts'

const cwd = temporaryFolder()
const workers: WorkerProcess[] = []
let redis: RedisServer
let setting: Setting

beforeAll(async () => {
  writeNoiseSet(cwd, { subjects: 5, lengthS: 40, channels: 4 })
  writeFileSync(join(cwd, 'slow.yaml'), slowFolds(150))
  redis = await startRedis(join(cwd, 'redis'))
  setting = { cwd, env: { REDIS_URL: redis.url } }
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop('SIGKILL')))
  redis.command('flushall')
})
afterAll(() => redis.kill())

async function begin(...args: string[]): Promise<WorkerProcess> {
  const given = ['--store', 'store', '--threads', '1', '--lock', '2', ...args]
  const worker = await startWorkerProcess(given, setting)
  workers.push(worker)
  return worker
}

async function submitted(file: string, ...args: string[]): Promise<string> {
  const ended = await command(['submit', file, '--store', 'store', ...args], setting)
  expect(ended.code, ended.stderr).toBe(0)
  return ended.stdout.trim()
}

async function stateOf(run: string) {
  return JSON.parse((await command(['status', run, '--json'], setting)).stdout)
}

describe('runs of the queue', () => {
  test('wait until there is a worker, and their files come from the store', async () => {
    const run = await submitted('noise.yaml', '--user', 'ann')
    expect(await stateOf(run.slice(0, 10))).toMatchObject({ stage: 'waiting', user: 'ann' })
    const worker = await begin()
    await until(() => worker.lines().some(({ msg }) => msg === 'run is done'), worker)
    const fetched = ['status', run, '--store', 'store', '--out', 'fetched', '--json']
    const { done } = JSON.parse((await command(fetched, setting)).stdout)
    const folder = join(cwd, 'fetched', done.folder)
    const files = ['scores.arrow', 'predictions.arrow', 'report.html', 'pipeline.lock.yaml']
    for (const name of [...files, 'run.json'])
      expect(existsSync(join(folder, name)), name).toBe(true)
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).key).toBe(done.key)
    const all = JSON.parse((await command(['status', '--json'], setting)).stdout)
    expect(all.runs).toMatchObject([{ run, stage: 'done' }])
    expect(all.workers).toMatchObject([{ threads: 1, queues: ['cpu', 'gpu', 'io', 'runs'] }])
    const shown = await command(['status'], setting)
    expect(shown.stdout).toMatch(/noise +ann +done +10 of 10 +5 of 5/)
  })

  test('are watched fold by fold, with the interval of the groups so far', async () => {
    await begin()
    const run = await submitted('slow.yaml')
    const watched = await command(['watch', run, '--json'], setting)
    expect(watched.code, watched.stderr).toBe(0)
    const lines = watched.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const groups = lines.map(({ scores }) => scores?.auroc?.groups ?? 0)
    expect([...groups].sort((a, b) => a - b)).toEqual(groups)
    expect(new Set(groups).size).toBeGreaterThan(2)
    expect(lines[lines.length - 1]).toMatchObject({ run, status: 'done' })
    const said = await command(['watch', run], setting)
    expect(said.stdout).toMatch(/^done: balancedAccuracy .*auroc \d\.\d+ \(\d.*, 5 groups\)$/m)
  })

  test('are cancelled: at once when they wait, else as soon as their nodes are done', async () => {
    const waiting = await submitted('noise.yaml')
    const told = await command(['cancel', waiting, '--json'], setting)
    expect(JSON.parse(told.stdout)).toEqual({ run: waiting, was: 'waiting' })
    expect((await command(['status', waiting, '--json'], setting)).code).toBe(2)
    const worker = await begin()
    const run = await submitted('slow.yaml', '--set', 'evaluate.seed=6')
    await until(() => worker.lines().some(({ id }) => id === 'fold 0'), worker)
    expect((await command(['cancel', run], setting)).stdout).toMatch(/: ends/)
    await until(async () => (await stateOf(run)).stage === 'failed', worker)
    expect((await stateOf(run)).failure.code).toBe('run-cancelled')
    expect(redis.command('zcard', '{neurarrow}:cpu:prioritized')).toBe('0')
    const again = await command(['retry', run, '--json'], setting)
    expect(JSON.parse(again.stdout)).toEqual({ run, begun: true })
    await until(async () => (await stateOf(run)).stage === 'done', worker)
  })

  test('of a sweep are one for each variant', async () => {
    await begin()
    const sweep = ['--set', 'sweep={evaluate.seed: [31, 32]}']
    const args = ['submit', 'noise.yaml', '--wait', '--json', '--store', 'store', ...sweep]
    const ended = await command(args, setting)
    expect(ended.code, ended.stderr).toBe(0)
    const records = JSON.parse(ended.stdout)
    expect(records.map(({ variant }: { variant: object }) => variant)).toEqual([
      { 'evaluate.seed': 31 },
      { 'evaluate.seed': 32 },
    ])
  })

  test('go in the order of their priority', async () => {
    const first = await submitted('noise.yaml', '--set', 'evaluate.seed=1')
    const second = await submitted('noise.yaml', '--set', 'evaluate.seed=2')
    const third = await submitted('noise.yaml', '--set', 'evaluate.seed=3', '--priority', '1')
    await command(['priority', second, '5'], setting)
    const worker = await begin('--runs', '1')
    const ends = () => worker.lines().filter(({ msg }) => msg === 'run is done')
    await until(() => ends().length === 3, worker)
    expect(ends().map(({ run }) => run)).toEqual([third, second, first])
  })

  test('of one user do not keep those of another waiting', async () => {
    for (const seed of [1, 2, 3])
      await submitted('noise.yaml', '--set', `evaluate.seed=${seed}`, '--user', 'ann')
    const bob = await submitted('noise.yaml', '--user', 'bob')
    const worker = await begin('--runs', '1')
    const ends = () => worker.lines().filter(({ msg }) => msg === 'run is done')
    await until(() => ends().length === 4, worker)
    expect(ends().findIndex(({ run }) => run === bob)).toBeLessThan(2)
  })

  test('that nobody knows, or several answer to, are refused', async () => {
    const ended = await command(['watch', 'abc', '--json'], setting)
    expect([ended.code, JSON.parse(ended.stdout).error.code]).toEqual([2, 'run-unknown'])
    for (const args of [
      ['submit', 'noise.yaml', '--priority', '0'],
      ['worker', '--queues', 'tpu'],
    ]) {
      const wrong = await command(args, setting)
      expect([wrong.code, wrong.stderr.includes('arguments-invalid')]).toEqual([2, true])
    }
  })
})

describe('a worker that is told to end', () => {
  const folds = (worker: WorkerProcess) => worker.lines().filter(({ id }) => id?.startsWith('fold'))

  test('finishes its node within its grace, hands its run back, and another goes on', async () => {
    const first = await begin()
    const running: Running = startCommand(
      ['submit', 'slow.yaml', '--wait', '--json', '--store', 'store', '--set', 'evaluate.seed=7'],
      setting,
    )
    await until(() => folds(first).length > 0, first)
    expect((await first.stop()).code).toBe(0)
    const said = first.lines().map(({ msg }) => msg)
    expect(said).toContain('handed back')
    expect(said[said.length - 1]).toBe('worker is closed')
    await begin()
    resultOf(await running.ended, cwd)
  })

  test('hands back what is not done at the end of its grace', async () => {
    const first = await begin('--grace', '0.1')
    const args = ['slow.yaml', '--wait', '--json', '--store', 'store', '--set', 'evaluate.seed=8']
    const running = startCommand(['submit', ...args], setting)
    await until(() => folds(first).length > 0, first)
    const from = performance.now()
    await first.stop()
    expect(performance.now() - from).toBeLessThan(5000)
    const handedBack = first.lines().filter(({ msg }) => msg === 'handed back').length
    // The run itself, and the folds that were running or fetched ahead.
    expect(handedBack).toBeGreaterThan(0)
    await begin()
    resultOf(await running.ended, cwd)
  })
})

test('a worker counts what it does for Prometheus, on this machine alone', async () => {
  const port = await freePort()
  await begin('--metrics', String(port))
  const submit = ['submit', 'noise.yaml', '--wait', '--store', 'store', '--set', 'evaluate.seed=9']
  expect((await command(submit, setting)).code).toBe(0)
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  expect(text).toMatch(/^neurarrow_nodes_total\{need="cpu",outcome="done"\} \d+$/m)
  expect(text).toMatch(/^neurarrow_runs_total\{outcome="done"\} 1$/m)
  expect(text).toMatch(/^neurarrow_node_seconds_count\{need="cpu"\} \d+$/m)
  expect(text).toMatch(/^neurarrow_memory_reserved_megabytes 0$/m)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
})
