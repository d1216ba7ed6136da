import { describe, expect, test } from 'vitest'
import { mapSeries } from '../../src/kernels/map-series.ts'
import { expectClose } from '../close.ts'
import { images } from '../images-golden.ts'

const voxels = Float32Array.from(images.voxels)
const maps = Float32Array.from(images.maps.maps)
const size = voxels.length / images.scans

describe('mapSeries', () => {
  test('agrees with nilearn', () => {
    const found = mapSeries(voxels, maps, size)
    expectClose(found, images.maps.values, { relative: 1e-6, why: 'kept as f32' })
  })

  test('a map that is there twice shares its course', () => {
    const twice = Float32Array.from([...maps.subarray(0, size), ...maps.subarray(0, size)])
    const once = mapSeries(voxels, maps.subarray(0, size), size)
    const found = mapSeries(voxels, twice, size)
    const half = once.map((value) => value / 2)
    expectClose(found, [...half, ...half], { relative: 1e-5, why: 'the smallest solution' })
  })

  test('a voxel that is not finite makes its scan NaN; lengths must agree', () => {
    const holed = voxels.slice()
    holed[maps.subarray(0, size).findIndex((value) => value > 0.5)] = Number.NaN
    const found = [...mapSeries(holed, maps, size)]
    expect(found.map(Number.isNaN)).toEqual(found.map((_, i) => i % images.scans === 0))
    expect(() => mapSeries(voxels, maps, 7)).toThrow(RangeError)
  })
})
