import { expect, test } from 'vitest'
import { voxelPlaces } from '../../src/tables/voxel-places.ts'

const grid = { shape: [4, 3, 2], affine: [2, 0, 0, -4, 0, 3, 0, 0, 0, 0, 4, 1, 0, 0, 0, 1] }

test('indices and millimetres follow from the names', () => {
  const meta = { grid: JSON.stringify(grid), names: '["1,2,1","0,0,0"]' }
  const places = voxelPlaces({ meta })
  expect([...(places?.voxels ?? [])]).toEqual([1 + 4 * (2 + 3), 0])
  expect([...(places?.mm ?? [])]).toEqual([-2, 6, 5, -4, 0, 1])
})

test('other features have no place', () => {
  expect(voxelPlaces({ meta: { grid: JSON.stringify(grid), names: '["Fp1"]' } })).toBeUndefined()
  expect(voxelPlaces({ meta: { names: '["1,2,1"]' } })).toBeUndefined()
})
