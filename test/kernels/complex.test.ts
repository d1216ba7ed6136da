import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distance, divide, plus, size, squareRoot, times } from '../../src/kernels/complex.ts'

describe('complex', () => {
  test('literal values', () => {
    expect(plus({ re: 1, im: 2 }, { re: 3, im: -5 })).toEqual({ re: 4, im: -3 })
    expect(times({ re: 1, im: 2 }, { re: 3, im: -5 })).toEqual({ re: 13, im: 1 })
    expect(divide({ re: 13, im: 1 }, { re: 3, im: -5 })).toEqual({ re: 1, im: 2 })
    expect(squareRoot({ re: -4, im: 0 })).toEqual({ re: 0, im: 2 })
    expect(squareRoot({ re: 0, im: 0 })).toEqual({ re: 0, im: 0 })
    expect(size({ re: 3, im: 4 })).toBe(5)
    expect(distance({ re: 3, im: 4 }, { re: 0, im: 8 })).toBe(5)
  })
})

describe('properties', () => {
  test('the square of a square root is the number, its real part not negative', () => {
    const part = fc.double({ min: -1e3, max: 1e3, noNaN: true })
    const law = fc.property(part, part, (re, im) => {
      const root = squareRoot({ re, im })
      expect(root.re).toBeGreaterThanOrEqual(0)
      expect(distance(times(root, root), { re, im })).toBeLessThan(1e-12 * (1 + size({ re, im })))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
