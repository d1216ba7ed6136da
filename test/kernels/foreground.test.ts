import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foreground } from '../../src/kernels/foreground.ts'

describe('foreground', () => {
  test('leaves out zeros, NaN and infinities', () => {
    const x = Float32Array.of(0, 2, Number.NaN, 4, 0, Number.POSITIVE_INFINITY, -3)
    const found = foreground(x)
    expect(found).toMatchObject({ count: 3, mean: 1, least: -3 })
    expect(found.deviation).toBeCloseTo(Math.sqrt(13), 12)
  })

  test('of background alone nothing is known, of one value no deviation', () => {
    const nothing = { count: 0, mean: Number.NaN, deviation: Number.NaN, least: Number.NaN }
    expect(foreground(new Float32Array(4))).toEqual(nothing)
    expect(foreground(Float32Array.of(0, 5))).toMatchObject({ mean: 5, deviation: Number.NaN })
  })
})

describe('properties', () => {
  test('background changes nothing, and a shift moves mean and least alone', () => {
    const values = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(values, (numbers) => {
        const plain = foreground(Float32Array.from(numbers))
        expect(foreground(Float32Array.from([0, ...numbers, 0, 0]))).toEqual(plain)
        const moved = foreground(Float32Array.from(numbers, (x) => x + 1024))
        expect(moved.mean).toBeCloseTo(plain.mean + 1024, 8)
        expect(moved.least).toBe(plain.least + 1024)
        expect(moved.deviation).toBeCloseTo(plain.deviation, 8)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
