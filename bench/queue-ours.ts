import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { random } from '../src/kernels/random.ts'
import { writeNoiseSet } from '../test/fixtures/noise-set.ts'
import { command, startCommand, startWorkerProcess } from '../test/fixtures/queue-site.ts'
import { type RedisServer, startRedis } from '../test/fixtures/redis-server.ts'
import { slowFolds } from '../test/fixtures/slow-folds.ts'

/** What the queue took; wall times in s. */
export interface QueueFigures {
  /** 64 recordings, by the number of threads of `run`, and of workers with one thread each. */
  readonly threads: Readonly<Record<'1' | '2', number>>
  readonly workers: Readonly<Record<'1' | '2' | '4', number>>
  readonly nodes: number
  /** Above what `run --workers 1` takes, all tables stored, ms a node. */
  readonly overheadMs: number
  readonly redisMb: { readonly before: number; readonly peak: number }
  readonly kills: number
  readonly lockS: number
  readonly lostPerKillS: number
}

/**
 * Half a second of computing for each recording, in memory that stays close to the core: forty
 * recursive filters over the same samples.
 */
const filters = Array.from({ length: 40 }, (_, i) => `lowHz: ${1 + i / 16}, highHz: ${60 - i / 2}`)
const heavy = `name: heavy
dataset: noise
stages:
${filters.map((band) => `  - bandpass: { ${band}, method: butterworth, order: 20 }`).join('\n')}
  - window: { lengthS: 4 }
  - bandpower: { bandsHz: [[4, 8], [8, 12]], segmentS: 1 }
`

const folder = mkdtempSync(join(tmpdir(), 'neurarrow-bench-'))
const nodes = 10_000
const kills = 20
const lockS = 2
const redis = await startRedis(join(folder, 'redis'))
const program = resolve('dist', 'bin', 'neurarrow.js')
const settingOf = (cwd: string) => ({ cwd, env: { REDIS_URL: redis.url }, program })
const begin = (cwd: string, store: string) =>
  startWorkerProcess(['--store', store, '--threads', '1', '--lock', String(lockS)], settingOf(cwd))

try {
  process.stdout.write(JSON.stringify(await measureAll(redis)))
} finally {
  await redis.kill()
  rmSync(folder, { recursive: true, force: true })
}

async function measureAll(server: RedisServer): Promise<QueueFigures> {
  const scaled = await scaling(server)
  const lostPerKillS = await killing(server)
  return { ...scaled, ...(await overhead(server)), nodes, kills, lockS, lostPerKillS }
}

async function timed(cwd: string, args: readonly string[]): Promise<number> {
  const from = performance.now()
  const { code, stderr } = await command(args, settingOf(cwd))
  if (code !== 0) throw new Error(stderr)
  return (performance.now() - from) / 1000
}

async function scaling(server: RedisServer) {
  const cwd = join(folder, 'noise')
  writeNoiseSet(cwd, { subjects: 32, lengthS: 300, channels: 16 })
  writeFileSync(join(cwd, 'features.yaml'), heavy)
  const run = (count: string) => ['run', 'features.yaml', '--store', count, '--workers', count]
  const threads = { 1: await timed(cwd, run('1')), 2: await timed(cwd, run('2')) }
  const took: Record<string, number> = {}
  for (const count of [1, 2, 4]) {
    server.command('flushall')
    const store = `store-${count}`
    const workers = await Promise.all(Array.from({ length: count }, () => begin(cwd, store)))
    took[count] = await timed(cwd, ['submit', 'features.yaml', '--wait', '--store', store])
    await Promise.all(workers.map((worker) => worker.stop()))
  }
  return { threads, workers: took as QueueFigures['workers'] }
}

async function killing(server: RedisServer): Promise<number> {
  const cwd = join(folder, 'kills')
  writeNoiseSet(cwd, { subjects: 16, lengthS: 240, channels: 8 })
  writeFileSync(join(cwd, 'slow.yaml'), slowFolds(80))
  const wall = async (store: string, calmS?: number) => {
    server.command('flushall')
    const workers = [await begin(cwd, store), await begin(cwd, store)]
    const from = performance.now()
    const running = startCommand(
      ['submit', 'slow.yaml', '--wait', '--store', store],
      settingOf(cwd),
    )
    const draw = random(1)
    for (let k = 0; calmS !== undefined && k < kills; k++) {
      await setTimeout((1000 * calmS * draw.uniform()) / kills)
      if (running.child.exitCode !== null) throw new Error(`ended before kill ${k + 1}`)
      const victim = draw.uniform() < 0.5 ? 0 : 1
      await workers[victim].stop('SIGKILL')
      workers[victim] = await begin(cwd, store)
    }
    await running.ended
    const tookS = (performance.now() - from) / 1000
    await Promise.all(workers.map((worker) => worker.stop()))
    return tookS
  }
  const calmS = await wall('calm')
  return ((await wall('killed', calmS)) - calmS) / kills
}

async function overhead(server: RedisServer) {
  const cwd = join(folder, 'many')
  writeNoiseSet(cwd, { subjects: 1, lengthS: 4, channels: 2 })
  const bytes = readFileSync(join(cwd, 'data', 'noise', 'S01_a.edf'))
  mkdirSync(join(cwd, 'data', 'many'))
  for (let i = 0; i < nodes; i++) writeFileSync(join(cwd, 'data', 'many', `R${i}.edf`), bytes)
  const card = 'title: Many\nlicence: CC0-1.0\nmodality: eeg\n'
  const pattern = "recordings:\n  pattern: 'R{number:\\d+}.edf'\n  subject: S{number}\n"
  writeFileSync(join(cwd, 'datasets', 'many.yaml'), `name: many\n${card}${pattern}`)
  const stages = 'stages:\n  - window: { lengthS: 2 }\n'
  const band = '  - bandpower: { bandsHz: [[4, 8]], segmentS: 1 }\n'
  writeFileSync(join(cwd, 'many.yaml'), `name: many\ndataset: many\n${stages}${band}`)
  await timed(cwd, ['run', 'many.yaml', '--store', 'store'])
  server.command('flushall')
  server.command('config', 'resetstat')
  const before = megabytes(server, 'used_memory')
  const worker = await begin(cwd, 'store')
  const local = await timed(cwd, ['run', 'many.yaml', '--store', 'store', '--workers', '1'])
  const queued = await timed(cwd, ['submit', 'many.yaml', '--wait', '--store', 'store'])
  const peak = megabytes(server, 'used_memory_peak')
  await worker.stop()
  return { overheadMs: (1000 * (queued - local)) / nodes, redisMb: { before, peak } }
}

function megabytes(server: RedisServer, field: string): number {
  const text = server.command('info', 'memory')
  return Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(text)?.[1]) / 2 ** 20
}
