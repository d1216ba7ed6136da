import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastSquares } from '../../src/kernels/least-squares.ts'

describe('leastSquares', () => {
  test('fits a line', () => {
    const a = Float64Array.of(1, 0, 1, 1, 1, 2)
    const [from, slope] = leastSquares(a, 2, Float64Array.of(1, 2, 6))
    expect(from).toBeCloseTo(0.5, 12)
    expect(slope).toBeCloseTo(2.5, 12)
  })

  test('refuses dependent columns and other shapes', () => {
    expect(() => leastSquares(Float64Array.of(0, 0), 1, Float64Array.of(1, 2))).toThrow(RangeError)
    expect(() => leastSquares(Float64Array.of(1, 2), 2, Float64Array.of(1))).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('what is left over is orthogonal to the columns', () => {
    const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 15, maxLength: 15 })
    fc.assert(
      fc.property(values, (list) => {
        const a = Float64Array.from(list.slice(0, 10), (v, i) => v + (i % 2 === i % 5 ? 20 : 0))
        const b = Float64Array.from(list.slice(10))
        const x = leastSquares(a, 2, b)
        const rest = b.map((v, i) => v - a[2 * i] * x[0] - a[2 * i + 1] * x[1])
        for (let j = 0; j < 2; j++) {
          expect(Math.abs(rest.reduce((sum, v, i) => sum + v * a[2 * i + j], 0))).toBeLessThan(1e-9)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
