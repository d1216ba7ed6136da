import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orthonormalBasis, removeAlong } from '../../src/kernels/orthonormal-basis.ts'

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0)

describe('orthonormalBasis', () => {
  test('leaves out constant and collinear rows', () => {
    const rows = Float64Array.of(1, 2, 3, 4, 2, 4, 6, 8, 5, 5, 5, 5)
    expect(orthonormalBasis(rows, 4).length).toBe(1)
    expect(orthonormalBasis(rows, 4, { centred: false }).length).toBe(2)
  })

  test('refuses rows of another length', () => {
    expect(() => orthonormalBasis(new Float64Array(5), 4)).toThrow(RangeError)
  })

  test('properties: rows are orthonormal and give every regressor', () => {
    const value = fc.integer({ min: -50, max: 50 })
    const matrix = fc.array(value, { minLength: 21, maxLength: 21 })
    fc.assert(
      fc.property(matrix, (values) => {
        const rows = Float64Array.from(values)
        const basis = orthonormalBasis(rows, 7, { centred: false })
        for (const a of basis) {
          for (const b of basis) expect(dot(a, b)).toBeCloseTo(a === b ? 1 : 0, 8)
        }
        for (let k = 0; k < 3; k++) {
          const row = rows.slice(7 * k, 7 * k + 7)
          const length = Math.sqrt(dot(row, row))
          for (const direction of basis) removeAlong(row, direction)
          expect(Math.sqrt(dot(row, row))).toBeLessThanOrEqual(1e-5 * length + 1e-12)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
