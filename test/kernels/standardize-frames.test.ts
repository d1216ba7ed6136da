import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standardizeFrames, trimFrames } from '../../src/kernels/standardize-frames.ts'
import { expectClose } from '../close.ts'

describe('standardized frames', () => {
  test('each bin has mean 0 and deviation 1 over the frames of its row', () => {
    const values = Float32Array.of(1, 10, 3, 20, 5, 30, 0, 7, 0, 7, 0, 7)
    const found = standardizeFrames({ values, frames: 3, bins: 2 })
    const z = Math.sqrt(1.5)
    expectClose(found, [-z, -z, 0, 0, z, z, 0, 0, 0, 0, 0, 0], { absolute: 1e-6, why: 'f32' })
  })

  test('NaN takes its bin of its row', () => {
    const values = Float32Array.of(1, 10, Number.NaN, 20)
    const found = standardizeFrames({ values, frames: 2, bins: 2 })
    expect(Array.from(found, Number.isNaN)).toEqual([true, false, true, false])
  })

  test('trimmed frames lose as many at either end', () => {
    const values = Float32Array.from({ length: 12 }, (_, i) => i)
    expect(Array.from(trimFrames({ values, frames: 3, bins: 2 }, 1))).toEqual([2, 3, 8, 9])
    expect(() => trimFrames({ values, frames: 2, bins: 2 }, 1)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('a shift and a positive scale change nothing', () => {
    const value = fc.integer({ min: -50, max: 50 })
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 30 }), value, (x, shift) => {
        const of = (values: number[]) =>
          standardizeFrames({ values: Float32Array.from(values), frames: x.length, bins: 1 })
        const moved = of(x.map((v) => 4 * v + shift))
        expectClose(moved, of(x), { absolute: 1e-6, why: 'rounding of the mean' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
