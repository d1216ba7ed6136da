import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patch } from '../../../src/stages/token/patch.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import { f64Of, i32Of, listsOf, type Table, wordsOf } from '../../../src/tables/table.ts'
import { tokensOf } from '../../../src/tables/tokens.ts'
import { type Made, noiseWindows } from '../../encoders/windows.ts'

const context = { tables: {}, seed: 0 }
const cut = (made: Made, options: { lengthS: number; strideS?: number }) =>
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
