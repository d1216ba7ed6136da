import { expect, test } from 'vitest'
import { makeDesign } from '../../src/kernels/design.ts'
import { multiplyVector } from '../../src/kernels/multiply.ts'

test('a column of ones stands behind the features, with its own penalty', () => {
  const design = makeDesign(Float64Array.of(1, 2, 3, 4), 2, { weights: 2, intercept: 0 })
  expect(Array.from(design.penalty)).toEqual([2, 2, 0])
  expect(Array.from(multiplyVector(design.rows(), Float64Array.of(1, 1, 10)))).toEqual([13, 17])
  expect(Array.from(design.gram())).toEqual([10, 14, 4, 14, 20, 6, 4, 6, 2])
  expect(design.gram()).toBe(design.gram())
})

test('values that are no rows are refused', () => {
  const penalty = { weights: 1, intercept: 1 }
  expect(() => makeDesign(new Float64Array(5), 2, penalty)).toThrow(RangeError)
})
