import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { congruence } from '../../src/kernels/congruence.ts'
import { firstIndefinite } from '../../src/kernels/definite.ts'
import { definites, identity, normals, times, transposed } from '../linalg-golden.ts'

test('the first matrix that is not safely positive definite is named', () => {
  const both = Float64Array.of(2, 1, 1, 2, 1, 2, 2, 1)
  expect(firstIndefinite(both, 2)).toBe(1)
  expect(firstIndefinite(both.subarray(0, 4), 2)).toBe(-1)
})

test('NaN, zeros and an infinity are not safe', () => {
  expect(firstIndefinite(Float64Array.of(1, NaN, NaN, 1), 2)).toBe(0)
  expect(firstIndefinite(new Float64Array(4), 2)).toBe(0)
  expect(firstIndefinite(Float64Array.of(Infinity), 1)).toBe(0)
  expect(() => firstIndefinite(new Float64Array(3), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('units do not matter', () => {
    const law = fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(1000), (n, seed) => {
      const gains = identity(n).map((v, i) => v * 10 ** (3 * (Math.floor(i / n) % 3) - 3))
      const c = definites(1, n, seed)
      expect(firstIndefinite(congruence(gains, c, n), n)).toBe(firstIndefinite(c, n))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('a rank that rounding to 32 bits pretends after an average reference is found', () => {
    const law = fc.property(fc.integer({ min: 2, max: 24 }), fc.nat(1000), (n, seed) => {
      const x = normals(n * 4 * n, seed)
      for (let t = 0; t < 4 * n; t++) {
        let mean = 0
        for (let i = t; i < x.length; i += 4 * n) mean += x[i] / n
        for (let i = t; i < x.length; i += 4 * n) x[i] -= mean
      }
      const c = Float64Array.from(Float32Array.from(times(x, transposed(x, n), n)))
      expect(firstIndefinite(c, n)).toBe(0)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
