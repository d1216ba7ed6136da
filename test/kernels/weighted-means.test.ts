import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { weightedMeans } from '../../src/kernels/weighted-means.ts'
import { expectClose } from '../close.ts'
import { images } from '../images-golden.ts'

const voxels = Float32Array.from(images.voxels)
const maps = Float32Array.from(images.maps.maps)
const size = voxels.length / images.scans
const of = (x: number[], m: number[], v: number) => [
  ...weightedMeans(Float32Array.from(x), Float32Array.from(m), v),
]

describe('weightedMeans', () => {
  test('are means by weight, a row a map', () => {
    expect(of([1, 2, 5, 6], [1, 3, 0, 2], 2)).toEqual([1.75, 5.75, 2, 6])
  })

  test('agree with numpy.average', () => {
    const found = weightedMeans(voxels, maps, size)
    expectClose(found, images.maps.weighted, { relative: 1e-6, why: 'kept as f32' })
  })

  test('NaN stays with the maps that have a weight there; maps without weights are NaN', () => {
    expect(of([Number.NaN, 2], [1, 1, 0, 1], 2)).toEqual([Number.NaN, 2])
    expect(of([1, 2], [0, 0, Number.NaN, 1], 2)).toEqual([Number.NaN, 2])
    expect(() => of([1, 2, 3], [1, 1], 2)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('a constant is its own mean; a factor of a map changes nothing', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 5, maxLength: 5 })
    const law = fc.property(weights, fc.integer({ min: -4, max: 4 }), (map, value) => {
      expect(of(new Array(5).fill(value), map, 5)[0]).toBeCloseTo(value, 5)
      const doubled = map.map((weight) => 2 * weight)
      expect(of([1, 2, 3, 4, 5], doubled, 5)).toEqual(of([1, 2, 3, 4, 5], map, 5))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
