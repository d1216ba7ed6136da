import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { congruence } from '../../src/kernels/congruence.ts'
import { expectClose } from '../close.ts'
import { definites, normals, times, transposed } from '../linalg-golden.ts'

test('a gain of one channel scales its row and column', () => {
  const out = congruence(Float64Array.of(2, 0, 0, 1), Float64Array.of(1, 3, 3, 5), 2)
  expect(Array.from(out)).toEqual([4, 6, 6, 5])
})

test('matrices of other sizes are refused', () => {
  expect(() => congruence(new Float64Array(4), new Float64Array(9), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('it is w c wᵀ, exactly symmetric', () => {
    const law = fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(1000), (n, seed) => {
      const c = definites(1, n, seed)
      const w = normals(n * n, seed + 1)
      const out = congruence(w, c, n)
      const plain = times(times(w, c, n), transposed(w, n), n)
      expectClose(out, plain, { relative: 1e-13, why: 'sums in another order' })
      expect(out).toEqual(transposed(out, n))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
