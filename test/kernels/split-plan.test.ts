import { describe, expect, test } from 'vitest'
import { splitPlan } from '../../src/kernels/split-plan.ts'

describe('splitPlan', () => {
  test('4 x 2 numbers end in the order of reversed digits', () => {
    const { radices, order } = splitPlan(8)
    expect(radices).toEqual([4, 2])
    expect([...order]).toEqual([0, 4, 1, 5, 2, 6, 3, 7])
  })

  test.each([1, 4, 30, 64, 1001])('each of %i frequencies has one place', (length) => {
    expect([...splitPlan(length).order].sort((a, b) => a - b)).toEqual([...Array(length).keys()])
  })

  test('the passes together have their twiddles one after the other', () => {
    const { twiddles } = splitPlan(8)
    expect(twiddles).toHaveLength(2 * (2 * 3 + 1))
    expect([...twiddles.subarray(12)]).toEqual([1, -0])
  })

  test('a large prime factor is refused', () => {
    expect(() => splitPlan(34)).toThrow(RangeError)
  })
})
