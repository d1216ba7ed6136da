import { describe, expect, test } from 'vitest'
import { sphereSeries } from '../../src/kernels/sphere-series.ts'

const a = Float64Array.of(0, 0, 1, 1, 0, 0)

describe('sphereSeries', () => {
  test('depends on the angle alone', () => {
    const found = sphereSeries(a, Float64Array.of(0, 5, 0, 0, 0, 2), 4, 50)
    expect(found[0]).toBe(found[2])
    expect(found[3]).toBe(found[0])
    expect(found[1]).toBeGreaterThan(found[0])
  })

  test('of one term it is the cosine times 3 / 2^power / 4 pi', () => {
    const [, same] = sphereSeries(a, Float64Array.of(0, 1, 0, 0, 3, 4), 2, 1)
    expect(same).toBeCloseTo((0.8 * 3) / 4 / 4 / Math.PI, 15)
  })

  test('refuses the centre', () => {
    expect(() => sphereSeries(a, new Float64Array(3), 4, 5)).toThrow(RangeError)
  })
})
