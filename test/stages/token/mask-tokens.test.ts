import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskTokens } from '../../../src/stages/token/mask-tokens.ts'
import { intListsOf } from '../../../src/tables/int-lists.ts'
import { encodeTable } from '../../../src/tables/ipc.ts'
import { i32Of, listsOf, type Table } from '../../../src/tables/table.ts'
import {
  axesOf,
  swapped,
  tokenCodesOf,
  tokenMaskOf,
  tokensOf,
  withTokens,
} from '../../../src/tables/tokens.ts'
import { exampleTable } from '../../fixtures/tables.ts'

const example = () => exampleTable('tokens', { rateHz: 4, pieces: 3, levels: 2 })
const run = (options: object, table: Table = example(), seed = 5) => {
  const given = maskTokens.options.parse(options)
  return maskTokens.run(table, given, { tables: {}, seed }) as Table<'tokens'>
}
const maskOf = (table: Table<'tokens'>) => Array.from(tokenMaskOf(table, 'mask') ?? [])
const lists = (table: Table, name: string) => {
  const { values, offsets } = intListsOf(table, name)
  return Array.from({ length: table.rows }, (_, r) =>
    Array.from(values.subarray(offsets[r], offsets[r + 1])),
  )
}

describe('maskTokens', () => {
  test('says what is hidden, what is seen, and what was there', () => {
    const table = run({ ratio: 0.25 })
    const mask = maskOf(table)
    const target = lists(table, 'target')
    expect(target.map((list) => list.length)).toEqual([2, 2, 2])
    expect(target[1]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].filter((i) => mask[8 + i]))
    expect(lists(table, 'visible')[1]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].filter((i) => !mask[8 + i]))
    const before = listsOf(example(), 'tokens').values
    expect(listsOf(table, 'original').values).toEqual(before)
    const expected = before.map((value, i) => (mask[Math.floor(i / 4)] ? 0 : value))
    expect(tokensOf(table).values).toEqual(expected)
  })

  test('hidden ids become one that there was not', () => {
    const table = run({ ratio: 0.5 })
    const [before, now] = [tokenCodesOf(example()), tokenCodesOf(table)]
    const mask = maskOf(table)
    expect(now.size).toBe(before.size + 1)
    const expected = before.values.map((id, i) => (mask[i >> 1] ? before.size : id))
    expect(now.values).toEqual(expected)
    expect(intListsOf(table, 'originalCodes').values).toEqual(before.values)
    expect(tokenCodesOf(run({ fill: 'leave' }))).toEqual(before)
  })

  test('a complement hides what the first row shows', () => {
    const table = run({ kind: 'bernoulli', ratio: 0.4, complement: true })
    expect(Array.from(i32Of(table, 'window'))).toEqual([0, 0, 1, 1, 2, 2])
    expect(lists(table, 'target')[1]).toEqual(lists(table, 'visible')[0])
    expect(lists(table, 'visible')[1]).toEqual(lists(table, 'target')[0])
  })

  test('each next token is predicted from those before it', () => {
    const table = run({ kind: 'causal', at: 'each' }, exampleTimes(3))
    expect(table.rows).toBe(2)
    expect(lists(table, 'target')).toEqual([
      [1, 4],
      [2, 5],
    ])
    expect(lists(table, 'visible')).toEqual([
      [0, 3],
      [0, 1, 3, 4],
    ])
  })

  test('padding is neither seen nor predicted', () => {
    const table = withTokens(exampleTimes(3), { attnMask: Uint8Array.of(1, 1, 0, 1, 1, 0) })
    const masked = run({ ratio: 1 }, table)
    expect(lists(masked, 'target')).toEqual([[0, 1, 3, 4]])
    expect(lists(run({ kind: 'causal' }, table), 'target')).toEqual([[1, 4]])
  })

  test('a table in the order of time hides the same tokens under other numbers', () => {
    const plain = exampleTimes(3)
    const { values, axes } = tokensOf(plain)
    const sizes = [axes.channel, axes.time, axes.depth] as const
    const timely = withTokens(plain, {
      values: swapped(values, sizes),
      axes: { ...axes, order: 'time' },
    })
    const options = { kind: 'times', ratio: 0.34, randomShare: 0.5 }
    expect(tokensOf(run(options, timely)).values.length).toBe(values.length)
    const [found] = lists(run(options, timely), 'target')
    const [expected] = lists(run(options, plain), 'target')
    expect(found).toEqual(expected.map((i) => (i % 3) * 2 + Math.floor(i / 3)).sort())
  })

  test('spans along depth hide parts of tokens', () => {
    const spans = { startChance: 1, width: [1, 1], depthWidth: [1, 1] }
    const table = run({ kind: 'spans', spans }, exampleTable('tokens', { rateHz: 4, pieces: 1 }))
    expect(maskOf(table)).toHaveLength(8 * 4)
    expect(maskOf(table).slice(4, 8)).toEqual([1, 0, 1, 0])
    expect(Array.from(tokensOf(table).values.slice(4, 8), (v) => v === 0)).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  test('options that do not go together, or do not fit, are refused', () => {
    const bad = [
      { kind: 'rectangles' },
      { rectangle: [1, 1] },
      { kind: 'causal', complement: true },
      { randomShare: 0.6, leaveShare: 0.6 },
    ]
    for (const options of bad) {
      expect(maskTokens.options.safeParse(options).success, JSON.stringify(options)).toBe(false)
    }
    const blocks = { kind: 'blocks', grid: [2, 1, 1], block: [1, 1, 1] }
    expect(() => run(blocks)).toThrow(/stage-options/)
    const shape = { kind: 'tokens' as const, tokens: { channel: 4 } }
    const given = maskTokens.options.parse(blocks)
    expect(maskTokens.shape?.(shape, given).issues?.[0].path).toEqual(['grid'])
    expect(() => run({ kind: 'regions', groups: { a: ['X'] } })).toThrow(/stage-options/)
    expect(() => run({ kind: 'causal' }, exampleTimes(1))).toThrow(/signal-too-short/)
  })
})

describe('properties', () => {
  const kinds = fc.constantFrom(
    { kind: 'count' },
    { kind: 'channels' },
    { kind: 'times' },
    { kind: 'rectangles', rectangle: [2, 1] },
    { kind: 'bernoulli' },
  )
  const ratio = fc.constantFrom(0, 0.25, 0.5, 0.6, 1)

  test('seen and hidden tokens are all there are, and the same again with the same seed', () => {
    fc.assert(
      fc.property(kinds, ratio, fc.nat({ max: 1e6 }), (kind, part, seed) => {
        const options = { ...kind, ratio: part, randomShare: 0.3 }
        const table = run(options, example(), seed)
        const both = lists(table, 'visible').map((list, r) => [
          ...list,
          ...lists(table, 'target')[r],
        ])
        for (const list of both) expect(list.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
        expect(encodeTable(run(options, example(), seed))).toEqual(encodeTable(table))
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('another seed of either kind hides other tokens', () => {
    const masks = [0, 1, 2, 3].map((seed) => maskOf(run({ seed })).join())
    const others = [6, 7, 8].map((seed) => maskOf(run({}, example(), seed)).join())
    expect(new Set([...masks, ...others]).size).toBe(7)
  })
})

/** One window of two channels and so many times, a sample a token. */
function exampleTimes(time: number): Table<'tokens'> {
  const table = exampleTable('tokens', { channels: ['a', 'b'], rateHz: 1, pieces: 1 })
  const values = Float32Array.from({ length: 2 * time }, (_, i) => i + 1)
  return withTokens(table, { values, axes: { ...axesOf(table), time } })
}
