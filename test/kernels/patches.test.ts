import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coveringCount, cutPatches, patchCount } from '../../src/kernels/patches.ts'

describe('patches', () => {
  test('two rows of seven samples give three patches of two each', () => {
    const x = Float32Array.from({ length: 14 }, (_, i) => i)
    const patches = cutPatches(x, 7, { depth: 2, stride: 2 })
    expect(Array.from(patches)).toEqual([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12])
  })

  test('patches may overlap', () => {
    const patches = cutPatches(Float32Array.of(1, 2, 3, 4), 4, { depth: 3, stride: 1 })
    expect(Array.from(patches)).toEqual([1, 2, 3, 2, 3, 4])
  })

  test('a row shorter than a patch gives none', () => {
    expect(patchCount(3, { depth: 4, stride: 4 })).toBe(0)
    expect(cutPatches(new Float32Array(3), 3, { depth: 4, stride: 4 })).toHaveLength(0)
  })

  test('a count fills up with zeros, and rows may share a token', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6)
    const grid = { depth: 2, stride: 2, count: 3, perToken: 2 }
    expect(Array.from(cutPatches(x, 3, grid))).toEqual([1, 2, 4, 5, 3, 0, 6, 0, 0, 0, 0, 0])
    expect([0, 1, 2, 3, 5].map((t) => coveringCount(t, { depth: 3, stride: 2 }))).toEqual([
      0, 1, 1, 1, 2,
    ])
  })

  test('values that are no whole number of rows are refused', () => {
    expect(() => cutPatches(new Float32Array(5), 3, { depth: 1, stride: 1 })).toThrow(RangeError)
    expect(() => cutPatches(new Float32Array(6), 3, { depth: 1.5, stride: 1 })).toThrow(RangeError)
  })
})

describe('properties', () => {
  const size = fc.integer({ min: 1, max: 9 })

  test('patches that follow each other put together are the row without its tail', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 40 }), size, (x, depth) => {
        const patches = cutPatches(x, x.length, { depth, stride: depth })
        expect(patches).toEqual(x.slice(0, x.length - (x.length % depth)))
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('patch n begins at sample n times stride', () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 60 }), (depth, stride, samples) => {
        const x = Float32Array.from({ length: samples }, (_, i) => i)
        const patches = cutPatches(x, samples, { depth, stride })
        expect(patches.length).toBe(patchCount(samples, { depth, stride }) * depth)
        for (let i = 0; i < patches.length; i++) {
          expect(patches[i]).toBe(Math.floor(i / depth) * stride + (i % depth))
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
