import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addCorrelationLoss } from '../../src/kernels/correlation-loss.ts'
import { expectClose } from '../close.ts'

const lossOf = (wanted: readonly number[], found: readonly number[], targets = 1, share = 1) => {
  const sums = new Float64Array(targets)
  addCorrelationLoss(sums, Float64Array.from(wanted), Float64Array.from(found), share)
  return sums
}
const why = 'sums in another order'

describe('addCorrelationLoss', () => {
  test('alike 0, opposite 2, each target by itself', () => {
    const sums = lossOf([1, 1, 2, 2, 4, 4], [3, -1, 5, -2, 9, -4], 2, 0.5)
    expectClose(sums, [0, 1], { absolute: 1e-12, why })
  })

  test('what is constant on either side counts as no correlation, and it is added', () => {
    expect([...lossOf([0.1, 0.1, 0.1], [1, 2, 3])]).toEqual([1])
    const sums = Float64Array.of(2)
    addCorrelationLoss(sums, Float64Array.of(1, 2, 4), Float64Array.of(0.1, 0.1, 0.1), 0.25)
    expect([...sums]).toEqual([2.25])
  })
})

describe('properties', () => {
  test('shrinking or shifting what was predicted changes nothing', () => {
    const row = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }))
    const factor = fc.double({ min: 0.001, max: 10, noNaN: true })
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 20 }), factor, (rows, by) => {
        const wanted = rows.map(([a]) => a)
        const found = rows.map(([, b]) => b)
        const moved = found.map((v) => by * v + 7)
        expectClose(lossOf(wanted, moved), lossOf(wanted, found), { absolute: 1e-9, why })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
