import { describe, expect, test } from 'vitest'
import { voxelMeans, voxelSeries } from '../../src/kernels/voxel-series.ts'

const voxels = Float32Array.of(1, 2, 3, 4, 5, 6)

describe('voxelSeries and voxelMeans', () => {
  test('a series has the values of its voxel in each scan, in the order asked for', () => {
    expect([...voxelSeries(voxels, 3, Int32Array.of(2, 0))]).toEqual([3, 6, 1, 4])
  })

  test('the mean is over scans; NaN stays in its voxel', () => {
    expect([...voxelMeans(voxels, 3)]).toEqual([2.5, 3.5, 4.5])
    expect([...voxelMeans(Float32Array.of(1, NaN, 3, 4), 2)]).toEqual([2, NaN])
  })

  test('refuse voxels that are no whole scans', () => {
    expect(() => voxelSeries(voxels, 4, Int32Array.of(0))).toThrow(RangeError)
    expect(() => voxelMeans(voxels, 4)).toThrow(RangeError)
  })
})
