import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correlation } from '../../src/kernels/correlation.ts'
import { normals } from '../linalg-golden.ts'

describe('correlation', () => {
  test('of short lists', () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBe(1)
    expect(correlation([1, 2, 3], [3, 2, 1])).toBe(-1)
    expect(correlation([1, 2, 3, 4], [1, -1, -1, 1])).toBe(0)
  })

  test('is NaN for a constant or a NaN, and refuses other lengths', () => {
    expect(correlation([1, 1], [1, 2])).toBeNaN()
    expect(correlation([1, Number.NaN], [1, 2])).toBeNaN()
    expect(() => correlation([1], [1, 2])).toThrow(RangeError)
  })

  test('property: neither order, shift nor a positive scale matter', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 100 }), (seed, by) => {
        const [a, b] = [normals(40, seed), normals(40, seed + 1)]
        const moved = correlation(
          b.map((v) => by * v + by),
          a,
        )
        expect(moved).toBeCloseTo(correlation(a, b), 10)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
