import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startPool } from '../../src/execution/pool.ts'
import { runNodes } from '../../src/execution/schedule.ts'
import type { PlanNode } from '../../src/pipeline/node.ts'
import { makeNode } from '../../src/pipeline/node.ts'
import { diskStore } from '../../src/store/disk.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { smallEdf, temporaryFolder } from '../fixtures/recording-files.ts'

const folder = temporaryFolder()
writeFileSync(join(folder, 'A.edf'), smallEdf())
writeFileSync(join(folder, 'cut.edf'), smallEdf().subarray(0, 1500))

/** A plan of several copies of one recording, each read, cut and stored; one may be damaged. */
function plan(copies: number, damaged = -1): Map<string, PlanNode> {
  const nodes = new Map<string, PlanNode>()
  const add = (node: PlanNode) => nodes.set(node.key, node) && node.key
  for (let i = 0; i < copies; i++) {
    const path = join(folder, i === damaged ? 'cut.edf' : 'A.edf')
    const recording = { subject: `S${i}`, session: '1', run: '1', recording: `R${i}`, labels: {} }
    const options = { channels: ['Fp1', 'O1'] }
    const work = { do: 'read', reader: 'edf', path, recording, options } as const
    const read = makeNode(
      `R${i}/read`,
      work,
      { stage: 'read edf', version: 1, options: recording },
      { file: path },
    )
    const table = add(read)
    const window = { do: 'stage', use: 'window', options: { lengthS: 1, strideS: 1 } } as const
    const content = { stage: 'window', version: 1, options: window.options }
    add({ ...makeNode(`R${i}/window`, window, content, { table }), keep: true, tail: true })
  }
  return nodes
}

async function run(nodes: Map<string, PlanNode>, workers: number, store: string, strict = false) {
  const pool = startPool(workers, { store: { at: 'folder', folder: join(folder, store) } })
  try {
    return await runNodes(nodes, pool, { strict })
  } finally {
    await pool.stop()
  }
}

describe('the local executor', () => {
  test('gives the same keys and bytes with any number of threads', async () => {
    const nodes = plan(6)
    const kept = [...nodes.values()].filter((node) => node.keep)
    const bytes: Uint8Array[][] = []
    for (const workers of [1, 2, 4]) {
      const { results, failures } = await run(nodes, workers, `store-${workers}`)
      expect(failures.size).toBe(0)
      expect([...results.keys()].sort()).toEqual(kept.map(({ key }) => key).sort())
      const store = diskStore(join(folder, `store-${workers}`))
      bytes.push(await Promise.all(kept.map(async ({ key }) => encodeTable(await store.get(key)))))
    }
    expect(bytes[1]).toEqual(bytes[0])
    expect(bytes[2]).toEqual(bytes[0])
  })

  test('a failure names its node, with code and byte, and touches nothing beside it', async () => {
    const { results, failures } = await run(plan(3, 1), 2, 'damaged')
    expect(results.size).toBe(2)
    const [failure] = failures.values()
    expect(failure.code).toBe('file-truncated')
    expect(failure.facts).toMatchObject({ node: 'R1/read' })
    expect(failure.facts.byte).toBeTypeOf('number')
  })

  test('strict asks for nothing more after the first failure', async () => {
    const { results, failures } = await run(plan(8, 0), 1, 'strict', true)
    expect(failures.size).toBe(1)
    expect(results.size).toBeLessThan(7)
  })

  test('what is stored is not computed again', async () => {
    const nodes = plan(2)
    await run(nodes, 1, 'again')
    const { results } = await run(nodes, 1, 'again')
    expect([...results.values()].map(({ cached }) => cached)).toEqual([true, true])
  })

  test('a stored table that was torn is computed again', async () => {
    const nodes = plan(2)
    const kept = [...nodes.values()].filter((node) => node.keep).map(({ key }) => key)
    await run(nodes, 1, 'torn')
    const fileOf = (key: string) => join(folder, 'torn', key.slice(0, 2), `${key}.arrow`)
    const whole = readFileSync(fileOf(kept[0]))
    truncateSync(fileOf(kept[0]), 1000)
    rmSync(fileOf(kept[1]))
    const { results } = await run(nodes, 1, 'torn')
    expect([...results.values()].map(({ cached }) => cached)).toEqual([false, false])
    expect(readFileSync(fileOf(kept[0])).equals(whole)).toBe(true)
  })

  test('stopping rejects what is open and leaves no part of a file', async () => {
    const pool = startPool(2, { store: { at: 'folder', folder: join(folder, 'stopped') } })
    const running = runNodes(plan(20), pool, { strict: false })
    await pool.stop()
    const { failures } = await running
    expect(new Set([...failures.values()].map(({ code }) => code))).toEqual(
      new Set(['interrupted']),
    )
    const files = (() => {
      try {
        return readdirSync(join(folder, 'stopped'), { recursive: true, encoding: 'utf8' })
      } catch {
        return []
      }
    })()
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
