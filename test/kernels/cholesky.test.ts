import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cholesky,
  choleskySolve,
  inverseLower,
  solveLower,
  solveLowerTransposed,
} from '../../src/kernels/cholesky.ts'
import { choleskyScalar } from '../../src/kernels/cholesky-scalar.ts'
import { expectClose } from '../close.ts'
import { definites, identity, linalgGolden, normals, times, transposed } from '../linalg-golden.ts'

const golden = linalgGolden<{ size: number; a: number[]; cholesky: number[] }>('functions.json')

test('the factor equals NumPy', () => {
  const l = cholesky(Float64Array.from(golden.a), golden.size)
  expectClose(l, golden.cholesky, { relative: 1e-14, why: 'the same recursion' })
})

test('a matrix that is not positive definite, or not square, is refused', () => {
  expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/row 1/)
  expect(() => cholesky(Float64Array.of(NaN), 1)).toThrow(RangeError)
  expect(() => cholesky(new Float64Array(3), 2)).toThrow(RangeError)
})

test('a large matrix that is not positive definite is refused, with the row', () => {
  const a = definites(1, 50, 1)
  a[33 * 50 + 33] = -1
  expect(() => cholesky(a, 50)).toThrow(/row 33/)
  a[33 * 50 + 33] = Number.NaN
  expect(() => cholesky(a, 50)).toThrow(/row 33/)
})

test('a floor gives any matrix a factor', () => {
  expect(Array.from(cholesky(Float64Array.of(4, 4, 4, 4), 2, 1e-6))).toEqual([2, 0, 2, 1e-3])
})

describe('properties', () => {
  test('large factors and inverses equal the plain ones; the upper triangle is zero', () => {
    const law = fc.property(fc.integer({ min: 20, max: 90 }), fc.nat(1000), (n, seed) => {
      const a = definites(1, n, seed)
      const l = cholesky(a, n)
      const why = 'sums in another order'
      expectClose(l, choleskyScalar(a, n), { relative: 1e-13, why })
      expect(l.every((value, i) => i % n <= Math.floor(i / n) || value === 0)).toBe(true)
      const inverse = inverseLower(l, n)
      expect(inverse.every((value, i) => i % n <= Math.floor(i / n) || value === 0)).toBe(true)
      expectClose(times(l, inverse, n), identity(n), { absolute: 1e-11, why })
    })
    fc.assert(law, { seed: 1, numRuns: 15 })
  })

  test('a floor raises pivots as in the plain factor', () => {
    const x = normals(40 * 20, 2)
    const a = times(x, transposed(x, 40), 40)
    const [found, plain] = [cholesky(a, 40, 1e-3), choleskyScalar(a, 40, 1e-3)]
    expectClose(found, plain, { relative: 1e-9, why: 'rounding over the floor' })
  })

  test('factors multiply to the matrix, solutions solve', () => {
    const law = fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(1000), (n, seed) => {
      const a = definites(1, n, seed)
      const l = cholesky(a, n)
      const why = 'rounding'
      expectClose(times(l, transposed(l, n), n), a, { relative: 1e-13, why })
      const b = normals(n, seed)
      expectClose(times(l, solveLower(l, n, b.slice()), n), b, { relative: 1e-10, why })
      const back = solveLowerTransposed(l, n, b.slice())
      expectClose(times(transposed(l, n), back, n), b, { relative: 1e-10, why })
      const x = choleskySolve(l, n, b.slice())
      expectClose(times(a, x, n), b, { relative: 1e-8, why: 'rounding by condition number' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
