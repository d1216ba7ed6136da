import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { encodeEdf } from '../../src/io/write-edf.ts'
import { random } from '../../src/kernels/random.ts'
import { noisePipeline, writeNoiseSet } from '../fixtures/noise-set.ts'
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

const cwd = temporaryFolder()
const workers: WorkerProcess[] = []
let redis: RedisServer
let setting: Setting

beforeAll(async () => {
  writeNoiseSet(cwd, { subjects: 4, lengthS: 20, channels: 2 })
  redis = await startRedis(join(cwd, 'redis'))
  setting = { cwd, env: { REDIS_URL: redis.url } }
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})
afterAll(() => redis.kill())

async function begin(...args: string[]): Promise<WorkerProcess> {
  const given = ['--store', 'store', '--threads', '1', '--lock', '4', ...args]
  const worker = await startWorkerProcess(given, setting)
  workers.push(worker)
  return worker
}

const submit = (file: string, ...args: string[]) =>
  command(['submit', file, '--wait', '--json', '--store', 'store', ...args], setting)

/** A pipeline whose folds choose among so many values that they take many minutes. */
function endless(): string {
  const values = Array.from({ length: 20_000 }, (_, i) => 0.001 * (i + 1))
  const select = `  select: { grid: { head.c: [${values.join(', ')}] }, folds: 3, metric: auroc }\n`
  return `${noisePipeline.replace('name: noise', 'name: endless')}${select}`
}

/** A recording with so many annotations that their objects fill a small heap. */
function crowded(seed: number, annotations: number): Uint8Array {
  const draw = random(seed)
  const values = Float64Array.from({ length: 20 * 128 }, () => 20 * draw.normal())
  const range = { physicalMin: -500, physicalMax: 500 }
  return encodeEdf({
    ...{ patient: 'X X X X', recordingId: 'X X X X', recordS: 1, format: 'EDF+C' },
    startedAt: { year: 2020, month: 1, day: 1, hour: 0, minute: 0, second: 0 },
    channels: [{ label: 'EEG C1', unit: 'uV', rateHz: 128, values, ...range }],
    annotations: Array.from({ length: annotations }, (_, i) => ({
      ...{ onsetS: (18 * i) / annotations, durationS: 0, text: `e${i % 2}` },
    })),
  })
}

function writeCrowd(): void {
  const card = readFileSync(join(cwd, 'datasets', 'noise.yaml'), 'utf8')
  const own = `${card.replace('name: noise', 'name: crowd')}events: annotations\n`
  writeFileSync(join(cwd, 'datasets', 'crowd.yaml'), own)
  mkdirSync(join(cwd, 'data', 'crowd'))
  const counts = { S01_a: 20, S01_b: 20, S02_a: 20, S02_b: 20, S03_a: 20, S03_b: 600_000 }
  for (const [seed, [name, count]] of Object.entries(counts).entries())
    writeFileSync(join(cwd, 'data', 'crowd', `${name}.edf`), crowded(seed, count))
  const around = "window: { around: ['*'], tminS: 0, tmaxS: 1 }"
  const text = noisePipeline.replace('window: { lengthS: 2 }', around)
  writeFileSync(join(cwd, 'crowd.yaml'), text.replaceAll('noise', 'crowd'))
}

describe('what a node may take', () => {
  test('a node that never ends is stopped by its limit; the worker goes on', async () => {
    writeFileSync(join(cwd, 'endless.yaml'), endless())
    const worker = await begin()
    const ended = await submit('endless.yaml', '--time-limit', '3')
    expect(ended.code).toBe(1)
    const { error } = JSON.parse(ended.stdout)
    expect(error).toMatchObject({ code: 'node-timeout', facts: { limitS: 3 } })
    expect(error.facts.node).toMatch(/^fold \d$/)
    resultOf(await submit('noise.yaml'), cwd)
    expect(worker.child.exitCode).toBeNull()
  })

  test('a node that runs out of memory is reported with its figure', async () => {
    writeCrowd()
    const worker = await begin('--heap', '72')
    const ended = await submit('crowd.yaml')
    expect(ended.code, ended.stderr).toBe(1)
    const { record } = resultOf({ ...ended, code: 0 }, cwd)
    expect(record.status).toBe('partial')
    expect(record.failures).toMatchObject([
      { recording: 'S03_b', code: 'node-memory', facts: { heapMb: 72 } },
    ])
    const tries = worker.lines().filter(({ code }) => code === 'node-memory')
    expect(tries).toHaveLength(3)
    expect(worker.child.exitCode).toBeNull()
  })

  test('a worker leaves a node to others that does not fit its memory', async () => {
    const small = await begin('--memory', '64')
    const running = startCommand(
      [
        'submit',
        'noise.yaml',
        '--set',
        'stages.bandpass.lowHz=2',
        '--wait',
        '--json',
        '--store',
        'store',
      ],
      setting,
    )
    const misfits = () => small.lines().filter(({ msg }) => msg === 'node does not fit here')
    await until(() => misfits().length > 0, small)
    const large = await begin('--memory', '1000')
    resultOf(await running.ended, cwd)
    const done = (worker: WorkerProcess) =>
      worker.lines().filter(({ msg }) => msg === 'node is done').length
    expect(done(small)).toBe(0)
    expect(done(large)).toBeGreaterThan(8)
  })
})

describe('a recording that cannot be read', () => {
  test('fails its own branch, and lies in the dead letters with its reason', async () => {
    const path = join(cwd, 'data', 'noise', 'S03_b.edf')
    const whole = readFileSync(path)
    writeFileSync(path, whole.subarray(0, 3000))
    await begin()
    const ended = await submit('noise.yaml', '--set', 'stages.bandpass.lowHz=3')
    expect(ended.code).toBe(3)
    const { record } = resultOf(ended, cwd)
    expect(record).toMatchObject({ status: 'partial', data: { recordings: 7 } })
    expect(record.failures).toMatchObject([{ recording: 'S03_b', code: 'file-truncated' }])
    const dead = JSON.parse((await command(['status', '--dead', '--json'], setting)).stdout)
    const letter = dead.find(({ code }: { code: string }) => code === 'file-truncated')
    expect(letter).toMatchObject({ id: 'S03_b/bandpower', tries: 1 })
    expect(letter.facts).toMatchObject({ node: 'S03_b/read' })
    expect(letter.facts.byte).toBeTypeOf('number')
    writeFileSync(path, whole)
  })

  test('ends the run with --strict', async () => {
    const path = join(cwd, 'data', 'noise', 'S03_b.edf')
    const whole = readFileSync(path)
    writeFileSync(path, whole.subarray(0, 3000))
    await begin()
    const ended = await submit('noise.yaml', '--strict', '--set', 'stages.bandpass.lowHz=3')
    writeFileSync(path, whole)
    expect(ended.code).toBe(3)
    expect(JSON.parse(ended.stdout).error.code).toBe('file-truncated')
  })
})
