import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import type { Executor } from '../../src/execution/executor.ts'
import { startPool } from '../../src/execution/pool.ts'
import { runNodes } from '../../src/execution/schedule.ts'
import { sha256 } from '../../src/pipeline/key.ts'
import type { PlanNode } from '../../src/pipeline/node.ts'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { planRecordings } from '../../src/pipeline/plan.ts'
import { connect } from '../../src/queue/connect.ts'
import { QueueExecutor } from '../../src/queue/queue-executor.ts'
import { startWorker } from '../../src/queue/worker.ts'
import { diskStore } from '../../src/store/disk.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { smallEdf, temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'

const folder = temporaryFolder()
const whole = smallEdf()
const files = { whole, cut: whole.subarray(0, 1500) }
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, `${name}.edf`), bytes)

/** A plan over copies of one recording; one of them may be damaged. */
function plan(at: (file: string) => string, copies: number, damaged = -1): Map<string, PlanNode> {
  const text =
    'name: p\ndataset: d\nstages:\n  - pick: { channels: [Fp1, O1] }\n  - window: { lengthS: 1 }\n'
  const planned = Array.from({ length: copies }, (_, i) => {
    const name = i === damaged ? 'cut' : 'whole'
    const recording = { subject: `S${i}`, session: '1', run: '1', recording: `R${i}`, labels: {} }
    const reader = { use: 'edf', version: 1 }
    return { recording, reader, path: at(`${name}.edf`), sha256: sha256(files[name]), images: {} }
  })
  return new Map(planRecordings(parsePipeline(text, 'p.yaml'), planned).nodes)
}

/** An executor with a store of its own. */
interface Trial {
  readonly executor: Executor
  /** Where it finds a file. */
  readonly at: (file: string) => string
  stop(): Promise<void>
}

let redis: RedisServer
let url: string
beforeAll(async () => {
  redis = await startRedis(join(folder, 'redis'))
  url = redis.url
})
afterAll(() => redis.kill())

const location = (store: string) => ({ at: 'folder', folder: join(folder, store) }) as const

const executors: Readonly<Record<string, (store: string) => Promise<Trial>>> = {
  threads: async (store) => {
    const pool = startPool(2, { store: location(store) })
    return { executor: pool, at: (file) => join(folder, file), stop: () => pool.stop() }
  },
  queue: async (store) => {
    redis.command('flushall')
    const connection = await connect({ url, patienceS: 10 })
    const worker = await startWorker({
      ...{ name: 'w', connection, store: location(store), threads: 2, memoryMb: 1000, runs: 0 },
      ...{ roots: [{ name: 'data', folder }], needs: ['cpu', 'gpu', 'io'], lockS: 5 },
      log: pino({ level: 'silent' }),
    })
    const executor = new QueueExecutor({
      ...{ connection, store: diskStore(location(store).folder), run: 'a'.repeat(64), user: 'u' },
      ...{ limitS: 60, again: false, fileBytes: () => 0, window: () => 4, priority: () => 10 },
    })
    return {
      executor,
      at: (file) => `data:${file}`,
      async stop() {
        await executor.stop(new NeurarrowError('interrupted'), true)
        await worker.close(0)
        connection.disconnect()
      },
    }
  },
}

describe.each(Object.entries(executors))('the executor: %s', (name, open) => {
  async function run(store: string, copies: number, damaged = -1, strict = false) {
    const trial = await open(`${name}-${store}`)
    const nodes = plan(trial.at, copies, damaged)
    const outcome = await runNodes(nodes, trial.executor, { strict }).finally(trial.stop)
    return { nodes, ...outcome }
  }

  test('gives the keys and bytes that one thread gives', async () => {
    const { nodes, results, failures } = await run('bytes', 6)
    expect(failures.size).toBe(0)
    const kept = [...nodes.values()].filter((node) => node.keep)
    expect([...results.keys()].sort()).toEqual(kept.map(({ key }) => key).sort())
    const pool = startPool(1, { store: location(`${name}-reference`) })
    const alone = plan((file) => join(folder, file), 6)
    await runNodes(alone, pool, { strict: true }).finally(() => pool.stop())
    const stores = ['bytes', 'reference'].map((s) => diskStore(join(folder, `${name}-${s}`)))
    for (const { key } of kept) {
      const [ours, theirs] = await Promise.all(stores.map((store) => store.get(key)))
      expect(encodeTable(ours)).toEqual(encodeTable(theirs))
    }
  })

  test('a failure names its node, with code and byte, and touches nothing beside it', async () => {
    const { results, failures } = await run('damaged', 3, 1)
    expect(results.size).toBe(2)
    const [failure] = failures.values()
    expect(failure).toMatchObject({ code: 'file-truncated', facts: { node: 'R1/read' } })
    expect(failure.facts.byte).toBeTypeOf('number')
  })

  test('strict asks for nothing more after the first failure', async () => {
    const { results, failures } = await run('strict', 40, 0, true)
    expect([...failures.values()].filter(({ code }) => code !== 'interrupted')).toHaveLength(1)
    expect(results.size).toBeLessThan(39)
  })

  test('what is stored is not computed again', async () => {
    await run('again', 2)
    const { results } = await run('again', 2)
    expect([...results.values()].map(({ cached }) => cached)).toEqual([true, true])
  })

  test('stopping rejects what is open with "interrupted"', async () => {
    const trial = await open(`${name}-stopped`)
    const running = runNodes(plan(trial.at, 50), trial.executor, { strict: false })
    await trial.stop()
    const { results, failures } = await running
    const codes = new Set([...failures.values()].map(({ code }) => code))
    expect(codes).toEqual(new Set(['interrupted']))
    expect(results.size).toBeLessThan(50)
  })
})
