import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { iteratedOutliers } from '../../src/kernels/iterated-outliers.ts'

const calm = Array.from({ length: 20 }, (_, i) => (i % 5) / 100)

describe('iteratedOutliers', () => {
  test('what an outlier hides is found without it', () => {
    const x = [...calm, 1, 90]
    expect(iteratedOutliers(x, 3, 1)).toEqual([21])
    expect(iteratedOutliers(x, 3)).toEqual([20, 21])
  })

  test('both sides count, and equal values have none', () => {
    expect(iteratedOutliers([...calm, -4], 3)).toEqual([20])
    expect(iteratedOutliers([2, 2, 2], 1)).toEqual([])
    expect(iteratedOutliers([], 1)).toEqual([])
    expect(iteratedOutliers([...calm, Number.NaN], 1)).toEqual([])
  })
})

describe('properties', () => {
  test('scale and shift change nothing', () => {
    const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 30 })
    fc.assert(
      fc.property(numbers, (x) => {
        const other = x.map((v) => 8 * v + 64)
        expect(iteratedOutliers(other, 1.7)).toEqual(iteratedOutliers(x, 1.7))
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
