import { expect, test } from 'vitest'
import { leftOutByTraining } from '../../src/kernels/left-out-by-training.ts'
import { expectClose } from '../close.ts'

const x = [0, 1, 2, 3]
const kernel = Float64Array.from({ length: 16 }, (_, i) => x[i >> 2] * x[i & 3])

test('a line through two points, its slope made smaller by the penalty', () => {
  const given = { kernel, vectors: Float64Array.of(0, 1, 2, 3), rows: 4 }
  const errors = leftOutByTraining(given, Int32Array.of(2, 3), 2)
  const slope = 0.5 / 2.5
  expectClose(errors, [1.5 - 1.5 * slope, 2.5 - 2.5 * slope], { relative: 1e-12, why: 'rounding' })
})

test('without features it is the difference from the mean of the others, for each target', () => {
  const given = { kernel: new Float64Array(9), vectors: Float64Array.of(1, 0, 3, 0, 5, 1), rows: 3 }
  expect([...leftOutByTraining(given, Int32Array.of(2), 1)]).toEqual([3, 1])
})
