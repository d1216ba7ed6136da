import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cholesky,
  choleskySolve,
  solveLower,
  solveLowerTransposed,
} from '../../src/kernels/cholesky.ts'
import { expectClose } from '../close.ts'
import { definites, linalgGolden, normals, times, transposed } from '../linalg-golden.ts'

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

test('a floor gives any matrix a factor', () => {
  expect(Array.from(cholesky(Float64Array.of(4, 4, 4, 4), 2, 1e-6))).toEqual([2, 0, 2, 1e-3])
})

describe('properties', () => {
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
