import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { permutationEntropy } from '../../src/kernels/permutation-entropy.ts'
import { univariateGolden, univariateInput } from '../univariate-golden.ts'

describe('permutationEntropy', () => {
  test.each([0, 1, 2])('equals antropy: row %i', (row) => {
    const x = univariateInput().subarray(row * 300, row * 300 + 300)
    const golden = univariateGolden.rows[row]
    expect(permutationEntropy(x, 3, 1)).toBeCloseTo(golden.permutationEntropy, 9)
    expect(permutationEntropy(x, 5, 2)).toBeCloseTo(golden.permutationEntropy5, 9)
  })

  test('a rise has none, what is too short or not finite gives NaN', () => {
    expect(permutationEntropy([1, 2, 3, 4], 3, 1)).toBe(0)
    expect(permutationEntropy([1, 2], 3, 1)).toBeNaN()
    expect(permutationEntropy([1, Number.NaN, 2, 3], 3, 1)).toBeNaN()
  })

  test('a rising function of the signal changes nothing', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 60 })
    const same = fc.property(values, (x) => {
      const other = x.map((value) => Math.exp(value / 10))
      expect(permutationEntropy(other, 3, 1)).toBe(permutationEntropy(x, 3, 1))
    })
    fc.assert(same, { seed: 1, numRuns: 50 })
  })
})
