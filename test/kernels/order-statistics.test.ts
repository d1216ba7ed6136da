import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderStatistics } from '../../src/kernels/order-statistics.ts'

describe('order statistics', () => {
  test('smallest, middle and largest, holes left out', () => {
    const x = Float32Array.of(3, Number.NaN, -1, Number.POSITIVE_INFINITY, 2.5)
    const found = orderStatistics(x, (count) => [0, (count - 1) / 2, count - 1])
    expect(Array.from(found)).toEqual([-1, 2.5, 3])
  })

  test('of nothing finite there are none', () => {
    expect(orderStatistics(Float32Array.of(Number.NaN), () => [0])).toHaveLength(0)
    expect(orderStatistics(new Float32Array(0), () => [0])).toHaveLength(0)
  })
})

describe('properties', () => {
  test('equal the sorted array at every place', () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (list) => {
        const x = Float32Array.from(list)
        const found = orderStatistics(x, (count) => Array.from({ length: count }, (_, r) => r))
        expect(Array.from(found)).toEqual(Array.from(x.slice().sort()))
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
