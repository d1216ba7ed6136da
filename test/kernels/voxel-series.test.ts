import { describe, expect, test } from 'vitest'
import { addScans, voxelSeries } from '../../src/kernels/voxel-series.ts'

const voxels = Float32Array.of(1, 2, 3, 4, 5, 6)

describe('voxelSeries and addScans', () => {
  test('a series has the values of its voxel in each scan, in the order asked for', () => {
    expect([...voxelSeries(voxels, 3, Int32Array.of(2, 0))]).toEqual([3, 6, 1, 4])
  })

  test('sums are over scans; NaN stays in its voxel', () => {
    const sums = new Float64Array(3)
    addScans(sums, voxels)
    addScans(sums, Float32Array.of(1, NaN, 1))
    expect([...sums]).toEqual([6, NaN, 10])
  })

  test('refuse voxels that are no whole scans', () => {
    expect(() => voxelSeries(voxels, 4, Int32Array.of(0))).toThrow(RangeError)
    expect(() => addScans(new Float64Array(4), voxels)).toThrow(RangeError)
  })
})
