import { describe, expect, test } from 'vitest'
import { polynomialOf, polynomialRoots } from '../../src/kernels/polynomial-roots.ts'

const sorted = (roots: readonly { re: number; im: number }[]) =>
  roots.map(({ re, im }) => [re, im]).sort((a, b) => a[0] - b[0] || a[1] - b[1])

describe('polynomialRoots', () => {
  test('finds real and complex roots', () => {
    const found = sorted(polynomialRoots(Float64Array.of(2, -2, 2, -2)))
    const wanted = [
      [0, -1],
      [0, 1],
      [1, 0],
    ]
    for (const [k, [re, im]] of found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).entries()) {
      expect(Math.abs(re - wanted[k][0]) + Math.abs(im - wanted[k][1])).toBeLessThan(1e-9)
    }
  })

  test('a polynomial comes back from its roots', () => {
    const coefficients = Float64Array.of(1, -1.3, 0.4, 0.2, -0.05)
    const back = polynomialOf(polynomialRoots(coefficients))
    back.forEach((value, i) => {
      expect(value).toBeCloseTo(coefficients[i], 12)
    })
  })

  test('refuses a first coefficient of 0', () => {
    expect(() => polynomialRoots(Float64Array.of(0, 1))).toThrow(RangeError)
  })
})
