import { describe, expect, test } from 'vitest'
import { addTrial, trialSums } from '../../src/kernels/trial-sums.ts'

describe('trialSums', () => {
  test('phases and powers are summed up', () => {
    const sums = trialSums(2)
    addTrial(sums, Float64Array.of(3, 4, 0, 2))
    addTrial(sums, Float64Array.of(1, 0, 0, -5))
    expect([...sums.phasors]).toEqual([1.6, 0.8, 0, 0])
    expect([...sums.powers]).toEqual([26, 29])
  })

  test('nothing has no phase', () => {
    const sums = trialSums(1)
    addTrial(sums, Float64Array.of(0, 0))
    expect(sums.phasors[0]).toBeNaN()
    expect(sums.powers[0]).toBe(0)
  })
})
