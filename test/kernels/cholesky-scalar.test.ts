import { expect, test } from 'vitest'
import { choleskyScalar } from '../../src/kernels/cholesky-scalar.ts'

test('a factor, and one with a floor', () => {
  expect(Array.from(choleskyScalar(Float64Array.of(4, 2, 2, 10), 2))).toEqual([2, 0, 1, 3])
  expect(Array.from(choleskyScalar(Float64Array.of(4, 4, 4, 4), 2, 1e-6))).toEqual([2, 0, 2, 1e-3])
})

test('a matrix that is not positive definite, or not square, is refused', () => {
  expect(() => choleskyScalar(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/row 1/)
  expect(() => choleskyScalar(new Float64Array(3), 2)).toThrow(RangeError)
})
