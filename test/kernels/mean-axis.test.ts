import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meanAxis } from '../../src/kernels/mean-axis.ts'
import { expectClose } from '../close.ts'

describe('meanAxis', () => {
  test('a block [2, 2, 3] becomes [2, 3]', () => {
    const x = Float32Array.from({ length: 12 }, (_, i) => i)
    expect(Array.from(meanAxis(x, 2, 3))).toEqual([1.5, 2.5, 3.5, 7.5, 8.5, 9.5])
  })

  test.each([1, 3, 4, 5, 8, 11])('of %i rows: the bits of sums in their order', (middle) => {
    const x = Float32Array.from({ length: 2 * middle * 3 }, (_, i) => Math.sin(i) * 10 ** (i % 9))
    const naive = Float32Array.from({ length: 6 }, (_, i) => {
      let sum = 0
      for (let b = 0; b < middle; b++) sum += x[(Math.floor(i / 3) * middle + b) * 3 + (i % 3)]
      return sum / middle
    })
    expect(meanAxis(x, middle, 3)).toEqual(naive)
  })

  test('a NaN stays in its mean', () => {
    const means = meanAxis(Float32Array.of(1, Number.NaN, 3, 4), 2, 2)
    expect(Array.from(means)).toEqual([2, Number.NaN])
  })

  test('sizes that do not divide the values are refused', () => {
    expect(() => meanAxis(new Float32Array(5), 2, 2)).toThrow(RangeError)
    expect(() => meanAxis(new Float32Array(4), 0, 2)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('the mean of a scaled block is the scaled mean', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(values, (x) => {
        const once = meanAxis(Float32Array.from(x), 3, 2)
        const twice = meanAxis(
          Float32Array.from(x, (v) => 2 * v),
          3,
          2,
        )
        expectClose(
          twice,
          once.map((v) => 2 * v),
          { relative: 0, why: 'a power of two is exact' },
        )
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
