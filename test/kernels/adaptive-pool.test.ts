import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adaptivePool } from '../../src/kernels/adaptive-pool.ts'

describe('adaptivePool', () => {
  test('five numbers in two bins share the middle one', () => {
    expect([...adaptivePool([1, 2, 3, 4, 5], 1, 2, 'mean')]).toEqual([2, 4])
    expect([...adaptivePool([1, 2, 3, 4, 5], 1, 2, 'max')]).toEqual([3, 5])
  })

  test('fewer numbers than bins are repeated', () => {
    expect([...adaptivePool([1, 2], 1, 4, 'mean')]).toEqual([1, 1, 2, 2])
    expect([...adaptivePool([1, 2], 1, 3, 'max')]).toEqual([1, 2, 2])
  })

  test('a NaN stays in its bins and its row', () => {
    for (const by of ['mean', 'max'] as const) {
      const out = [...adaptivePool([1, Number.NaN, 3, 4, 1, 2, 3, 4], 2, 2, by)]
      expect(out.map(Number.isNaN)).toEqual([true, false, false, false])
    }
  })

  test('rows without numbers and no bins are refused', () => {
    expect(() => adaptivePool([], 2, 3, 'mean')).toThrow(RangeError)
    expect(() => adaptivePool([1], 1, 0, 'max')).toThrow(RangeError)
    expect(adaptivePool([], 0, 3, 'max')).toHaveLength(0)
  })
})

describe('properties', () => {
  const whole = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 40 })
  const lengths = fc.integer({ min: 1, max: 50 })

  test('its own length changes nothing; one bin is the mean or the largest of all', () => {
    fc.assert(
      fc.property(whole, (x) => {
        const sum = x.reduce((a, b) => a + b, 0)
        expect([...adaptivePool(x, 1, x.length, 'mean')]).toEqual(x)
        expect(adaptivePool(x, 1, 1, 'max')[0]).toBe(Math.max(...x))
        expect(adaptivePool(x, 1, 1, 'mean')[0]).toBe(Math.fround(sum / x.length))
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('means lie within the row, below the largest of their bin', () => {
    fc.assert(
      fc.property(whole, lengths, (x, length) => {
        const means = adaptivePool(x, 1, length, 'mean')
        const tops = adaptivePool(x, 1, length, 'max')
        for (const [i, mean] of means.entries()) {
          expect(mean).toBeGreaterThanOrEqual(Math.fround(Math.min(...x)))
          expect(mean).toBeLessThanOrEqual(tops[i])
        }
        expect(Math.max(...tops)).toBe(Math.max(...x))
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
