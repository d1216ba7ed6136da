import { describe, expect, test } from 'vitest'
import { sphereVoxels } from '../../src/kernels/sphere-voxels.ts'

const place = {
  shape: [3, 3, 3] as const,
  affine: [2, 0, 0, -2, 0, 2, 0, -2, 0, 0, 2, -2, 0, 0, 0, 1],
}

describe('sphereVoxels', () => {
  test('takes the voxels within the radius', () => {
    expect(sphereVoxels([[0, 0, 0]], 2, place)[0].length).toBe(7)
    expect(sphereVoxels([[0, 0, 0]], 2.9, place)[0].length).toBe(19)
  })

  test('takes the voxel of the point where the radius is small, none outside or masked', () => {
    expect([...sphereVoxels([[0.9, 0, 0]], 0, place)[0]]).toEqual([13])
    expect(sphereVoxels([[50, 0, 0]], 3, place)[0].length).toBe(0)
    expect(sphereVoxels([[0, 0, 0]], 0, place, new Uint8Array(27))[0].length).toBe(0)
  })
})
