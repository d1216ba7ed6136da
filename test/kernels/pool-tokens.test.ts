import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idShares, poolOverTime } from '../../src/kernels/pool-tokens.ts'

const block = { channel: 2, time: 2, depth: 2 }

describe('pooled tokens', () => {
  test('mean and deviation over time', () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 5, 5, 9)
    expect(Array.from(poolOverTime({ ...block, values }, 'mean'))).toEqual([2, 3, 5, 7])
    expect(Array.from(poolOverTime({ ...block, values }, 'deviation'))).toEqual([1, 1, 0, 2])
  })

  test('padding does not count, and a channel of nothing else is NaN', () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 5, 5, 9)
    const real = Uint8Array.of(0, 1, 0, 0)
    const found = Array.from(poolOverTime({ ...block, values, real }, 'mean'))
    expect(found).toEqual([3, 4, Number.NaN, Number.NaN])
  })

  test('shares of ids, those of nothing left out', () => {
    const found = idShares(Int32Array.of(0, 2, 2, -1, -1, -1, -1, -1), 2, 3)
    expect(Array.from(found)).toEqual([
      Math.fround(1 / 3),
      0,
      Math.fround(2 / 3),
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
  })
})

describe('properties', () => {
  test('a shift moves the mean and leaves the deviation', () => {
    const list = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(list, fc.integer({ min: -50, max: 50 }), (numbers, shift) => {
        const of = (x: number[], statistic: 'mean' | 'deviation') =>
          poolOverTime({ ...block, values: Float32Array.from(x) }, statistic)
        const moved = numbers.map((value) => value + shift)
        of(moved, 'mean').forEach((mean, i) => {
          expect(mean).toBeCloseTo(of(numbers, 'mean')[i] + shift, 4)
        })
        of(moved, 'deviation').forEach((deviation, i) => {
          expect(deviation).toBeCloseTo(of(numbers, 'deviation')[i], 4)
        })
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('shares sum to one', () => {
    const ids = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(ids, (list) => {
        const sum = idShares(Int32Array.from(list), 1, 5).reduce((a, b) => a + b, 0)
        expect(sum).toBeCloseTo(1, 5)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
