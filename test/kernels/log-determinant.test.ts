import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logDeterminant } from '../../src/kernels/log-determinant.ts'
import { normals, times } from '../linalg-golden.ts'

describe('log determinant', () => {
  test('is that of the magnitude', () => {
    expect(logDeterminant(Float64Array.of(0, 2, -3, 1), 2)).toBeCloseTo(Math.log(6), 14)
    expect(logDeterminant(Float64Array.of(1, 2, 2, 4), 2)).toBe(Number.NEGATIVE_INFINITY)
    expect(logDeterminant(Float64Array.of(Number.NaN, 1, 1, 2), 2)).toBeNaN()
  })

  test('property: of a product it is the sum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer(), (n, seed) => {
        const [a, b] = [normals(n * n, seed), normals(n * n, seed + 1)]
        const sum = logDeterminant(a, n) + logDeterminant(b, n)
        expect(logDeterminant(times(a, b, n), n)).toBeCloseTo(sum, 7)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
