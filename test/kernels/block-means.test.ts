import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockMeans } from '../../src/kernels/block-means.ts'

describe('blockMeans', () => {
  test('rows of five samples in blocks of two; the fifth is dropped', () => {
    const found = blockMeans([1, 3, 5, 7, 99, 2, 2, 4, 8, 99], 5, 2)
    expect([...found]).toEqual([2, 6, 2, 6])
  })

  test('a NaN stays in its block', () => {
    expect([...blockMeans([1, Number.NaN, 5, 7], 4, 2)]).toEqual([Number.NaN, 6])
  })
})

describe('properties', () => {
  test('blocks of one sample are the samples; the mean of whole blocks is that of the row', () => {
    const rows = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(rows, fc.constantFrom(1, 2, 3, 4, 6, 12), (row, block) => {
        const found = blockMeans(row, 12, block)
        const mean = (values: ArrayLike<number>) =>
          Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
        expect(mean(found)).toBeCloseTo(mean(row), 9)
        if (block === 1) expect([...found]).toEqual(row)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
