import { expect, test } from 'vitest'
import { classMeans } from '../../src/kernels/class-means.ts'

test('each class has the mean of its rows, NaN without rows', () => {
  const means = classMeans(Float64Array.of(1, 2, 5, 6, 3, 4), Float64Array.of(0, 2, 0), 3)
  expect(Array.from(means)).toEqual([2, 3, NaN, NaN, 5, 6])
})

test('rows and labels must agree', () => {
  expect(() => classMeans(new Float64Array(5), new Float64Array(2), 2)).toThrow(RangeError)
})
