import { describe, expect, test } from 'vitest'
import { poolTokens } from '../../../src/stages/token/pool-tokens.ts'
import { listsOf, type Table } from '../../../src/tables/table.ts'
import { axesOf, withTokens } from '../../../src/tables/tokens.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { issuesOf, runStage } from '../../run-stage.ts'

const tokens = (more: object = {}, extras: object = {}) => {
  const table = exampleTable('tokens', { channels: ['a', 'b'], rateHz: 2, pieces: 1 })
  const axes = { ...axesOf(table), ...more }
  return withTokens(table, { values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), axes, ...extras })
}
const run = async (input: Table, options: object = {}) => {
  const table = await runStage(poolTokens, input, options)
  const names = JSON.parse(table.meta.names) as string[]
  return { values: Array.from(listsOf(table, 'features').values), names }
}

describe('poolTokens', () => {
  test('means of channels are named by frequency', async () => {
    const { values, names } = await run(tokens({ depthHz: [0, 1.5] }))
    expect(values).toEqual([2, 3, 6, 7])
    expect(names).toEqual(['a 0Hz', 'a 1.5Hz', 'b 0Hz', 'b 1.5Hz'])
    expect((await run(tokens(), { pool: 'meanAll' })).values).toEqual([4, 5])
    expect((await run(tokens(), { pool: 'deviation' })).values).toEqual([1, 1, 1, 1])
  })

  test('flat tokens are all there is, in the order of channels', async () => {
    const { values, names } = await run(tokens(), { pool: 'flatten' })
    expect(values).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(names.slice(1, 3)).toEqual(['a t1 2', 'a t2 1'])
    const timely = await run(tokens({ order: 'time' }), { pool: 'flatten' })
    expect(timely.values).toEqual([1, 2, 5, 6, 3, 4, 7, 8])
  })

  test('padding does not count, in either order', async () => {
    const attnMask = Uint8Array.of(1, 0, 1, 1)
    expect((await run(tokens({}, { attnMask }))).values).toEqual([1, 2, 6, 7])
    const timely = tokens({ order: 'time' }, { attnMask })
    expect((await run(timely)).values).toEqual([3, 4, 7, 8])
  })

  test('shares of ids, of one vocabulary or of several', async () => {
    const codes = Int32Array.of(0, 1, 0, 0, 2, 2, 1, -1)
    const one = await run(tokens({ codes: { levels: 2, size: 3 } }, { codes }), { pool: 'shares' })
    expect(one.values).toEqual([0.75, 0.25, 0, 0, Math.fround(1 / 3), Math.fround(2 / 3)])
    const axes = { codes: { levels: 2, size: 3, apart: true } }
    const two = await run(tokens(axes, { codes }), { pool: 'shares' })
    expect(two.values).toEqual([1, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 1])
    expect(two.names.slice(2, 4)).toEqual(['a level1 id2', 'a level2 id0'])
  })

  test('shares without ids are refused, in the plan and when run', async () => {
    await expect(run(tokens(), { pool: 'shares' })).rejects.toThrow(/column-missing/)
    const shape = { kind: 'tokens' as const, tokens: { channel: 1, time: 1, depth: 1 } }
    expect(issuesOf(poolTokens, shape, { pool: 'shares' })).toEqual(['pool'])
  })
})
