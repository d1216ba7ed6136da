import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  diagonalize,
  eigenSymmetricScalar,
  unitOf,
} from '../../src/kernels/eigen-symmetric-scalar.ts'
import { expectClose } from '../close.ts'
import { identity, symmetric, times, transposed } from '../linalg-golden.ts'

test('a diagonal matrix is sorted, NaN makes everything NaN', () => {
  const { values, vectors } = eigenSymmetricScalar(Float64Array.of(3, 0, 0, 1), 2)
  expect(Array.from(values)).toEqual([1, 3])
  expect(Array.from(vectors)).toEqual([0, 1, 1, 0])
  const none = eigenSymmetricScalar(Float64Array.of(1, NaN, NaN, 1), 2)
  expect([...none.values, ...none.vectors].every(Number.isNaN)).toBe(true)
})

test('a tridiagonal matrix alone', () => {
  const d = Float64Array.of(2, 2)
  diagonalize(d, Float64Array.of(1, 0))
  expectClose(d.sort(), [1, 3], { relative: 1e-15, why: 'rounding' })
})

test('the unit is a power of two; a matrix that is not square is refused', () => {
  expect(unitOf(Float64Array.of(-5, 1, 100, 3), 2)).toBe(4)
  expect(unitOf(Float64Array.of(0), 1)).toBe(1)
  expect(unitOf(Float64Array.of(Infinity), 1)).toBeNaN()
  expect(() => eigenSymmetricScalar(new Float64Array(3), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('vectors are orthonormal and put the matrix together', () => {
    const law = fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(1000), (n, seed) => {
      const a = symmetric(n, seed)
      const { values, vectors } = eigenSymmetricScalar(a, n)
      const why = 'rounding'
      expectClose(times(transposed(vectors, n), vectors, n), identity(n), { absolute: 1e-13, why })
      const scaled = vectors.map((v, i) => v * values[i % n])
      expectClose(times(scaled, transposed(vectors, n), n), a, { relative: 1e-12, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
