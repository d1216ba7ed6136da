import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rowSpace } from '../../src/kernels/row-space.ts'
import { expectClose } from '../close.ts'
import { normals, times, transposed } from '../linalg-golden.ts'

test('equal rows need one coordinate', () => {
  const { coordinates, weights } = rowSpace(Float64Array.of(3, 4, 0, 3, 4, 0), 2)
  expect(Array.from(coordinates)).toEqual([5, 5])
  expectClose(weights(Float64Array.of(10)), [6, 8, 0], { absolute: 1e-14, why: 'rounding' })
})

test('values that are no rows are refused', () => {
  expect(() => rowSpace(new Float64Array(5), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('inner products stay, and weights give the same scores and norm', () => {
    const law = fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(1000), (n, seed) => {
      const x = normals(n * 12, seed)
      const { coordinates, weights } = rowSpace(x, n)
      const why = 'rounding by condition number'
      const products = times(x, transposed(x, n), n)
      expectClose(times(coordinates, transposed(coordinates, n), n), products, {
        relative: 1e-13,
        why,
      })
      const inBasis = normals(n, seed + 1)
      const w = weights(inBasis)
      expectClose(times(x, w, n), times(coordinates, inBasis, n), { relative: 1e-10, why })
      expectClose(times(w, w, 1), times(inBasis, inBasis, 1), { relative: 1e-10, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
