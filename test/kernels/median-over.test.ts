import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { medianOver } from '../../src/kernels/median-over.ts'

describe('medianOver', () => {
  test('takes the middle of odd numbers and the mean of the two in the middle of even ones', () => {
    const rows = [
      [1, 9],
      [5, 2],
      [3, 4],
      [100, 0],
    ]
    expect([...medianOver(rows, [0, 1, 2])]).toEqual([3, 4])
    expect([...medianOver(rows, [0, 1, 2, 3])]).toEqual([4, 3])
    expect([...medianOver(rows, [3])]).toEqual([100, 0])
  })
})

describe('properties', () => {
  test('is what sorting gives', () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, (column) => {
        const rows = column.map((v) => Float32Array.of(v, -v))
        const sorted = [...column].sort((a, b) => a - b)
        const [low, high] = [(column.length - 1) >> 1, column.length >> 1]
        const median = (sorted[low] + sorted[high]) / 2
        expect([...medianOver(rows, [...rows.keys()])]).toEqual([median, 0 - median])
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
