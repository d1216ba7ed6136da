import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patch } from '../../../src/stages/token/patch.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import { f64Of, i32Of, listsOf, type Table, wordsOf } from '../../../src/tables/table.ts'
import { tokenMaskOf, tokensOf } from '../../../src/tables/tokens.ts'
import { type Made, noiseWindows } from '../../encoders/windows.ts'
import { exampleTable } from '../../fixtures/tables.ts'

const context = { tables: {}, seed: 0 }
type Options = Parameters<typeof patch.run>[1]
const cut = (made: Made, options: Options) =>
  patch.run(noiseWindows(made), options, context) as Table<'tokens'>

describe('patch', () => {
  test('windows of 4 s become blocks of channel, time and depth', () => {
    const tokens = cut({ count: 3 }, { lengthS: 1 })
    const { axes, values } = tokensOf(tokens)
    expect(axes).toEqual({ channel: 2, time: 4, depth: 256, channels: ['C3', 'C4'], rateHz: 256 })
    expect(values).toEqual(listsOf(noiseWindows({ count: 3 }), 'samples').values)
    expect(Array.from(i32Of(tokens, 'window'))).toEqual([0, 1, 2])
    expect(Array.from(f64Of(tokens, 'endS'))).toEqual([4, 8, 12])
    expect(wordsOf(tokens, 'task')).toEqual(['rest', 'rest', 'rest'])
    expect(tokens.meta.unit).toBe('uV')
  })

  test('the tail of a window is dropped, and the row ends where its last patch ends', () => {
    const tokens = cut({ count: 1, samples: 1000 }, { lengthS: 1 })
    expect(tokensOf(tokens).axes.time).toBe(3)
    expect(Array.from(f64Of(tokens, 'endS'))).toEqual([3])
  })

  test('patches overlap when the stride is shorter', () => {
    const tokens = cut({ count: 1, samples: 512 }, { lengthS: 1, strideS: 0.5 })
    expect(tokensOf(tokens).axes.time).toBe(3)
    expect(Array.from(f64Of(tokens, 'endS'))).toEqual([2])
  })

  test('channels share a token, and tokens follow each other in time', () => {
    const { values } = tokensOf(cut({ count: 1, samples: 4 }, { lengthS: 2 / 256 }))
    const pairs = tokensOf(cut({ count: 1, samples: 4 }, { lengthS: 2 / 256, order: 'joint' }))
    expect(pairs.axes).toMatchObject({ channel: 1, time: 2, depth: 4, channels: ['C3+C4'] })
    expect(Array.from(pairs.values)).toEqual([0, 1, 4, 5, 2, 3, 6, 7].map((i) => values[i]))
    const timely = cut({ count: 1, samples: 4 }, { lengthS: 2 / 256, order: 'time' })
    const raw = listsOf(timely, 'tokens').values
    expect(Array.from(raw)).toEqual([0, 1, 4, 5, 2, 3, 6, 7].map((i) => values[i]))
    expect(tokensOf(timely).values).toEqual(values)
    expect(() => cut({ count: 1 }, { lengthS: 1, channels: 3 })).toThrow(/stage-options/)
  })

  test('the tail is filled up with zeros, and the mask says which tokens hold a sample', () => {
    const tokens = cut({ count: 1, samples: 300 }, { lengthS: 1, tail: 'pad', count: 4 })
    const { values, axes } = tokensOf(tokens)
    expect(axes).toMatchObject({ time: 4, depth: 256 })
    expect(Array.from(tokenMaskOf(tokens, 'attnMask') ?? [])).toEqual([1, 1, 0, 0, 1, 1, 0, 0])
    expect(values.subarray(300, 1024).every((value) => value === 0)).toBe(true)
    expect(Array.from(f64Of(tokens, 'endS'))).toEqual([300 / 256])
    expect(() => cut({ samples: 512 }, { lengthS: 1, tail: 'pad', count: 1 })).toThrow(/length-mis/)
  })

  test('the tail is filled up with the mean or the window again; the mask stays', () => {
    const made = { count: 1, samples: 300 }
    const options = { lengthS: 1, tail: 'pad', count: 3 } as const
    const [zeros, means, again] = (['zero', 'mean', 'tile'] as const).map((fill) =>
      cut(made, { ...options, fill }),
    )
    const of = (tokens: Table<'tokens'>) => tokensOf(tokens).values.subarray(0, 768)
    const row = of(zeros).subarray(0, 300)
    const mean = row.reduce((sum, v) => sum + v / 300, 0)
    expect(of(means)[767]).toBeCloseTo(mean, 3)
    expect(of(again).subarray(300, 600)).toEqual(row)
    for (const one of [means, again]) {
      expect(tokenMaskOf(one, 'attnMask')).toEqual(tokenMaskOf(zeros, 'attnMask'))
      expect(of(one).subarray(0, 300)).toEqual(row)
    }
    expect(patch.options.safeParse({ fill: 'mean' }).success).toBe(false)
  })

  test('patches of a length in seconds adapt to the time between scans', () => {
    const series = (rateHz: number) =>
      patch.run(
        exampleTable('signals', { rateHz, lengthS: 200 / rateHz, pieces: 1 }),
        { lengthS: 35.28, tail: 'pad', count: 18 },
        context,
      ) as Table<'tokens'>
    const found = [0.735, 1.5, 2, 2.5].map((trS) => tokensOf(series(1 / trS)).axes)
    expect(found.map(({ depth }) => depth)).toEqual([48, 24, 18, 14])
    expect(found.every(({ time }) => time === 18)).toBe(true)
  })

  test('the plan knows the tokens, and what cannot be cut', () => {
    const windows = { kind: 'windows' as const, rateHz: 256, lengthS: 5, channels: ['a', 'b'] }
    const shape = patch.shape?.(windows, { lengthS: 1 / 16, channels: 2 })
    expect(shape?.tokens).toEqual({ channel: 1, time: 80, depth: 32 })
    const three = { ...windows, channels: ['a', 'b', 'c'] }
    expect(patch.shape?.(three, { lengthS: 1, channels: 2 })?.issues?.[0].path).toEqual([
      'channels',
    ])
    const counted = patch.shape?.(windows, { lengthS: 1, tail: 'pad', count: 4 })
    expect(counted?.issues?.[0].path).toEqual(['count'])
    expect(patch.options.safeParse({ count: 3 }).success).toBe(false)
  })

  test('a table without windows gives one without tokens, which joins with others', () => {
    const none = cut({ count: 0 }, { lengthS: 1 })
    expect(none).toMatchObject({ kind: 'tokens', rows: 0 })
    const both = concatTables([none, cut({ count: 2 }, { lengthS: 1 })])
    expect(tokensOf(both).axes.channel).toBe(2)
  })

  test('windows shorter than a patch are refused, in the plan and when run', () => {
    expect(() => cut({ samples: 128 }, { lengthS: 1 })).toThrow(/signal-too-short/)
    const planned = patch.shape?.({ kind: 'windows', lengthS: 0.5 }, { lengthS: 1 })
    expect(planned?.issues?.[0].path).toEqual(['lengthS'])
    expect(patch.shape?.({ kind: 'windows', lengthS: 4.5 }, { lengthS: 1 })).toMatchObject({
      kind: 'tokens',
      lengthS: 4,
    })
  })
})

describe('properties', () => {
  test('NaN stays in its window, channel and patch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * 2 * 512 - 1 }), (at) => {
        const edit = (values: Float32Array) => {
          values[at] = Number.NaN
        }
        const { values } = tokensOf(cut({ count: 3, samples: 512, edit }, { lengthS: 0.25 }))
        expect(Array.from(values.keys()).filter((i) => Number.isNaN(values[i]))).toEqual([at])
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
