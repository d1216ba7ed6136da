import { expect, test } from 'vitest'
import { linearScores } from '../../src/kernels/linear-scores.ts'

const linear = { weights: Float64Array.of(1, 0, 1, 1), intercepts: Float64Array.of(10, 20) }

test('each row gets a score from each output', () => {
  const scores = linearScores(Float64Array.of(1, 2, 3, 4), 2, linear)
  expect(Array.from(scores)).toEqual([11, 23, 13, 27])
})

test('NaN stays in its row; another width is refused', () => {
  const scores = linearScores(Float64Array.of(NaN, 2, 3, 4), 2, linear)
  expect(Array.from(scores)).toEqual([NaN, NaN, 13, 27])
  expect(() => linearScores(new Float64Array(6), 2, linear)).toThrow(RangeError)
})
