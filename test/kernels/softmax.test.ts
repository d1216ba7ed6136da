import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { softmax } from '../../src/kernels/softmax.ts'
import { expectClose } from '../close.ts'

test('scores become probabilities, however large they are', () => {
  const p = softmax(Float64Array.of(0, Math.log(3), 1000, -Infinity), 2)
  expectClose(p, [0.25, 0.75, 1, 0], { absolute: 1e-15, why: 'rounding' })
})

test('NaN stays in its row', () => {
  const p = softmax(Float64Array.of(NaN, 1, 2, 2), 2)
  expect(Array.from(p)).toEqual([NaN, NaN, 0.5, 0.5])
})

describe('properties', () => {
  test('a constant added to a row changes nothing, and rows sum to 1', () => {
    const scores = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: 1,
      maxLength: 6,
    })
    const law = fc.property(scores, fc.integer({ min: -100, max: 100 }), (row, by) => {
      const p = softmax(Float64Array.from(row), row.length)
      const moved = softmax(
        Float64Array.from(row, (v) => v + by),
        row.length,
      )
      const sum = p.reduce((total, v) => total + v, 0)
      expectClose([...moved, sum], [...p, 1], { absolute: 1e-13, why: 'rounding' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
