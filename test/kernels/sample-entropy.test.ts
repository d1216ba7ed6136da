import { describe, expect, test } from 'vitest'
import { hjorth } from '../../src/kernels/hjorth.ts'
import { sampleEntropy } from '../../src/kernels/sample-entropy.ts'
import { univariateGolden, univariateInput } from '../univariate-golden.ts'

describe('sampleEntropy', () => {
  test.each([0, 1, 2])('equals antropy: row %i', (row) => {
    const x = univariateInput().subarray(row * 300, row * 300 + 300)
    const tolerance = 0.2 * Math.sqrt(hjorth(x).activity)
    expect(sampleEntropy(x, 2, tolerance)).toBeCloseTo(univariateGolden.rows[row].sampleEntropy, 9)
  })

  test('what repeats has none, what never agrees again an infinite one', () => {
    expect(sampleEntropy([0, 1, 0, 1, 0, 1, 0, 1], 2, 0.1)).toBe(0)
    expect(sampleEntropy([0, 0, 1, 0, 0, 9], 2, 0.1)).toBe(Number.POSITIVE_INFINITY)
    expect(sampleEntropy([0, Number.NaN, 1], 2, 0.1)).toBeNaN()
  })
})
