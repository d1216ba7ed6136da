import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { constantRows } from '../../src/kernels/constant-rows.ts'

describe('constantRows', () => {
  test('counts rows of one value, whatever it is', () => {
    expect(constantRows([1, 1, 0, 0, 1, 2], 3)).toBe(2)
    expect(constantRows([5, 5, 5], 1)).toBe(1)
  })

  test('a row with NaN is not constant', () => {
    expect(constantRows([Number.NaN, Number.NaN, 2, 2], 2)).toBe(1)
  })

  test('a length that rows do not divide is refused', () => {
    expect(() => constantRows([1, 2, 3], 2)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('a factor and a shift change nothing', () => {
    const rows = fc.array(
      fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }),
      {
        minLength: 1,
      },
    )
    const law = fc.property(rows, (all) => {
      const flat = all.flat()
      const moved = flat.map((value) => 3 * value - 7)
      expect(constantRows(moved, all.length)).toBe(constantRows(flat, all.length))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
