import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lempelZiv } from '../../src/kernels/lempel-ziv.ts'
import { univariateGolden, univariateInput } from '../univariate-golden.ts'

describe('lempelZiv', () => {
  test.each([0, 1, 2])('equals antropy: row %i', (row) => {
    const x = univariateInput().subarray(row * 300, row * 300 + 300)
    const sorted = Float32Array.from(x).sort()
    const median = (sorted[149] + sorted[150]) / 2
    const symbols = [...x].map((value) => (value > median ? 1 : 0))
    expect(lempelZiv(symbols, 2)).toBeCloseTo(univariateGolden.rows[row].lempelZiv, 9)
  })

  test('the example of Kaspar and Schuster has 6 patterns', () => {
    const symbols = [...'0001101001000101'].map(Number)
    expect(lempelZiv(symbols, 2)).toBeCloseTo(6 / (16 / 4), 12)
  })

  test('other names of the symbols change nothing', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 4, maxLength: 80 })
    const same = fc.property(values, (x) => {
      expect(
        lempelZiv(
          x.map((value) => 1 - value),
          2,
        ),
      ).toBe(lempelZiv(x, 2))
    })
    fc.assert(same, { seed: 1, numRuns: 50 })
  })
})
