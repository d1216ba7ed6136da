import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binMiddles, digitize, quantileEdges } from '../../src/kernels/digitize.ts'
import { expectClose } from '../close.ts'
import { signalInput, stored } from '../signal-golden.ts'
import { tokenGolden } from '../token-golden.ts'

const { cases } = tokenGolden<{
  cases: { levels: number; edges: number[]; ids: number[]; values: number[] }[]
}>('quantile.json')

describe('digitize', () => {
  test.each(cases)('$levels quantile bins equal NumPy', ({ levels, edges, ids, values }) => {
    const x = signalInput(2, 250)
    const found = quantileEdges(x, levels)
    expect(Array.from(found)).toEqual(edges)
    const bins = digitize(x, found)
    expect(Array.from(bins)).toEqual(ids)
    expectClose(binMiddles(bins, found), values, stored())
  })

  test('an edge belongs to the bin above it, NaN to none', () => {
    const edges = Float64Array.of(0, 1)
    const x = Float32Array.of(-1, 0, 0.5, 1, 2, Number.NaN, Number.POSITIVE_INFINITY)
    const ids = digitize(x, edges)
    expect(Array.from(ids)).toEqual([0, 1, 1, 2, 2, -1, 2])
    expect(Array.from(binMiddles(ids, edges))).toEqual([0, 0.5, 0.5, 1, 1, Number.NaN, 1])
  })
})

describe('properties', () => {
  test('inner bins of distinct numbers hold equally many, one more or less', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 30 })
    fc.assert(
      fc.property(numbers, fc.integer({ min: 4, max: 8 }), (list, levels) => {
        const sorted = Float32Array.from(list).sort()
        const counts = new Array<number>(levels).fill(0)
        for (const id of digitize(sorted, quantileEdges(sorted, levels))) counts[id]++
        const inner = counts.slice(1, -1)
        expect(Math.max(...inner) - Math.min(...inner)).toBeLessThanOrEqual(2)
        expect([counts[0], counts[levels - 1]]).toEqual([1, 1])
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
