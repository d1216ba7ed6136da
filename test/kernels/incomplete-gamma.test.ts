import { describe, expect, test } from 'vitest'
import { incompleteGamma, inverseIncompleteGamma } from '../../src/kernels/incomplete-gamma.ts'

describe('incompleteGamma', () => {
  test.each([
    [1, 2, 1 - Math.exp(-2)],
    [0.5, 0.3, 0.5614219739190001],
    [2, 5, 1 - 6 * Math.exp(-5)],
    [3, 0, 0],
  ])('of shape %d below %d', (a, x, wanted) => {
    expect(incompleteGamma(a, x)).toBeCloseTo(wanted, 12)
  })

  test('its inverse is its inverse', () => {
    for (const p of [0, 0.01, 0.2, 0.956, 0.999]) {
      for (const a of [0.3, 0.6, 2.5]) {
        expect(incompleteGamma(a, inverseIncompleteGamma(a, p))).toBeCloseTo(p, 12)
      }
    }
  })
})
