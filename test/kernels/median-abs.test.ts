import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { medianAbs } from '../../src/kernels/median-abs.ts'

describe('medianAbs', () => {
  test('the sign does not matter, of two middle values the lower is taken', () => {
    expect(medianAbs(Float32Array.of(-3, 1, 2))).toBe(2)
    expect(medianAbs(Float32Array.of(-4, 1, 2, -3))).toBe(2)
  })

  test('what is not finite is left out', () => {
    expect(medianAbs(Float32Array.of(Number.NaN, 5, Number.NEGATIVE_INFINITY))).toBe(5)
    expect(medianAbs(Float32Array.of(Number.NaN))).toBeNaN()
    expect(medianAbs(new Float32Array(0))).toBeNaN()
  })

  test('a long recording is thinned', () => {
    const x = Float32Array.from({ length: 500_000 }, (_, i) => (i % 1000) - 500)
    expect(medianAbs(x)).toBeCloseTo(250, -1)
  })
})

describe('properties', () => {
  test('the order of the values does not matter', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, noNaN: true }), (x) => {
        expect(medianAbs(x.slice().reverse())).toBe(medianAbs(x))
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
