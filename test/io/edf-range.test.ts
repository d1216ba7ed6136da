import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edfRange } from '../../src/io/edf-range.ts'

describe('edfRange', () => {
  test('holds the values, in few characters', () => {
    expect(edfRange([-12.34567891, 98.7654321])).toEqual({
      physicalMin: -12.3457,
      physicalMax: 98.7655,
    })
    expect(edfRange([1e-9, -1e-9])).toEqual({ physicalMin: -0.00001, physicalMax: 0.00001 })
  })

  test('a constant channel gets room on either side', () => {
    expect(edfRange([5, 5])).toEqual({ physicalMin: 4, physicalMax: 6 })
    expect(edfRange([])).toEqual({ physicalMin: -1, physicalMax: 1 })
    expect(edfRange([123_456, 123_456])).toEqual({ physicalMin: 123_332, physicalMax: 123_580 })
  })
})

describe('properties', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })

  test('no value lies outside, ends have at most 8 characters, little is added', () => {
    const property = fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
      const { physicalMin, physicalMax } = edfRange(values)
      for (const v of values) expect(physicalMin <= v && v <= physicalMax).toBe(true)
      for (const end of [physicalMin, physicalMax]) {
        expect(
          Number(String(end))
            .toFixed(6)
            .replace(/\.?0+$/, '').length,
        ).toBeLessThanOrEqual(8)
      }
      const spread = Math.max(...values) - Math.min(...values)
      if (spread > 100) expect(physicalMax - physicalMin).toBeLessThan(1.02 * spread)
    })
    fc.assert(property, { seed: 1, numRuns: 50 })
  })
})
