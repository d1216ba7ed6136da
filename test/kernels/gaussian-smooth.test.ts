import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  gaussianSmooth,
  gaussianSmoothScalar,
  gaussianWeights,
  mirrored,
} from '../../src/kernels/gaussian-smooth.ts'
import { expectClose } from '../close.ts'

describe('gaussianSmoothScalar', () => {
  test('weights have sum 1 and end at four deviations', () => {
    const weights = gaussianWeights(1.3)
    expect(weights.length).toBe(6)
    expect(weights.reduce((sum, w, k) => sum + (k === 0 ? w : 2 * w), 0)).toBeCloseTo(1, 14)
  })

  test('edges are mirrored with the outermost voxel twice', () => {
    expect([-3, -2, -1, 0, 2, 3, 4, 5].map((i) => mirrored(i, 3))).toEqual([2, 1, 0, 0, 2, 2, 1, 0])
  })

  test('refuses another shape', () => {
    expect(() => gaussianSmoothScalar(new Float32Array(7), [2, 2, 2], [1, 1, 1])).toThrow(
      RangeError,
    )
  })

  test('volumes of any shape agree with the scalar sums; axes without width stay', () => {
    for (const shape of [
      [7, 6, 5],
      [1, 2, 3],
      [16, 9, 4],
    ] as const) {
      const size = shape[0] * shape[1] * shape[2]
      const x = Float32Array.from({ length: 2 * size }, (_, i) => 900 + ((i * 7919) % 257) / 4)
      for (const sigmas of [
        [0.9, 1.4, 2.2],
        [0, 1, 0],
        [3, 0, 0.2],
      ] as const) {
        const { values: found, holes } = gaussianSmooth(x, shape, sigmas)
        expect(holes).toBe(0)
        const each = [x.subarray(0, size), x.subarray(size)].flatMap((scan) => [
          ...gaussianSmoothScalar(scan, shape, sigmas),
        ])
        expectClose(found, each, { relative: 1e-6, why: 'sums in f32' })
      }
    }
    expect(() => gaussianSmooth(new Float32Array(7), [2, 2, 2], [1, 1, 1])).toThrow(RangeError)
  })

  test('properties: keeps the sum, a constant, and is linear', () => {
    const sigma = fc.double({ min: 0.1, max: 3, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(sigma, sigma, sigma), fc.integer(), ([a, b, c], seed) => {
        const x = Float32Array.from({ length: 60 }, (_, i) => ((i * 7919 + seed) % 101) / 8)
        const y = gaussianSmoothScalar(x, [5, 4, 3], [a, b, c])
        const sum = (v: Float32Array) => v.reduce((s, w) => s + w, 0)
        expectClose([sum(y)], [sum(x)], {
          relative: 1e-4,
          absolute: 1e-3,
          why: 'weights have sum 1',
        })
        const flat = gaussianSmoothScalar(new Float32Array(60).fill(3), [5, 4, 3], [a, b, c])
        expectClose(flat, new Float32Array(60).fill(3), { relative: 1e-6, why: 'f32' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
