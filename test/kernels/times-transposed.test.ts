import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timesTransposed } from '../../src/kernels/times-transposed.ts'
import { normals, times, transposed } from '../linalg-golden.ts'

test('one matrix times the transpose of another', () => {
  const out = timesTransposed(Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8), 2)
  expect(Array.from(out)).toEqual([17, 23, 39, 53])
})

test('matrices of other sizes are refused', () => {
  expect(() => timesTransposed(new Float64Array(4), new Float64Array(9), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('products equal the plain sums, whatever the size', () => {
    const law = fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(1000), (n, seed) => {
      const a = normals(n * n, seed)
      const b = normals(n * n, seed + 1)
      const plain = times(a, transposed(b, n), n)
      expect(timesTransposed(a, b, n)).toEqual(plain)
      expect(timesTransposed(a, a, n, true)).toEqual(timesTransposed(a, a, n))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
