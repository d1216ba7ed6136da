import { expect, test } from 'vitest'
import { classWeights } from '../../src/kernels/class-weights.ts'

test('balanced classes have the same total, and the mean is 1', () => {
  const y = Float64Array.of(0, 0, 0, 1)
  const weights = classWeights(y, Float64Array.of(3, 1), 'balanced')
  expect(Array.from(weights)).toEqual([2 / 3, 2 / 3, 2 / 3, 2])
})

test('without balance each row counts 1', () => {
  expect(Array.from(classWeights(Float64Array.of(0, 1), Float64Array.of(1, 1), 'none'))).toEqual([
    1, 1,
  ])
})
