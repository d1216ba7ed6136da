import { expect, test } from 'vitest'
import { gramScalar, multiplyScalar } from '../../src/kernels/multiply-scalar.ts'
import { panels } from '../../src/kernels/panels.ts'

test('a matrix times the transpose of another, and of itself', () => {
  const a = panels([1, 2, 3, 4], 2, 2)
  expect(Array.from(multiplyScalar(a, panels([5, 6], 1, 2)))).toEqual([17, 39])
  expect(Array.from(gramScalar(a))).toEqual([5, 11, 11, 25])
})

test('depths and lengths that do not agree are refused', () => {
  const a = panels([1, 2, 3, 4], 2, 2)
  expect(() => multiplyScalar(a, panels([1, 2, 3], 1, 3))).toThrow(RangeError)
  expect(() => multiplyScalar(a, a, new Float64Array(3))).toThrow(RangeError)
})
