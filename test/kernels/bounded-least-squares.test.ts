import { describe, expect, test } from 'vitest'
import { boundedLeastSquares, type Curve } from '../../src/kernels/bounded-least-squares.ts'
import { expectClose } from '../close.ts'

/** p0 exp(p1 x) at x = 0, 1, 2, 3. */
const growth = (high: number): Curve => ({
  low: Float64Array.of(-10, -10),
  high: Float64Array.of(10, high),
  values: ([a, b], into) => {
    for (let x = 0; x < 4; x++) into[x] = a * Math.exp(b * x)
  },
  slopes: ([a, b], into) => {
    for (let x = 0; x < 4; x++) {
      into[x] = Math.exp(b * x)
      into[4 + x] = a * x * Math.exp(b * x)
    }
  },
})
const y = Float64Array.from({ length: 4 }, (_, x) => 2 * Math.exp(0.5 * x))

describe('boundedLeastSquares', () => {
  test('finds the parameters that a curve was made with', () => {
    const found = boundedLeastSquares(growth(10), y, Float64Array.of(1, 0))
    expectClose(found, [2, 0.5], { absolute: 1e-8, why: 'stops when squares do not fall' })
  })

  test('a parameter stays at its bound while the others are fitted', () => {
    const found = boundedLeastSquares(growth(0.3), y, Float64Array.of(1, 0))
    expect(found[1]).toBe(0.3)
    const bend = [0, 1, 2, 3].map((x) => Math.exp(0.3 * x))
    const best = bend.reduce((sum, v, x) => sum + v * y[x], 0) / bend.reduce((s, v) => s + v * v, 0)
    expect(found[0]).toBeCloseTo(best, 8)
  })
})
