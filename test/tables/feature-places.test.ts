import { expect, test } from 'vitest'
import { featurePlaces } from '../../src/tables/feature-places.ts'
import { parcelPlaces } from '../../src/tables/parcel-places.ts'

const grid = {
  shape: [2, 2, 1] as const,
  affine: [3, 0, 0, 1, 0, 4, 0, 0, 0, 0, 5, -2, 0, 0, 0, 1],
}

test('voxels lie where the affine puts them', () => {
  const meta = { names: '["0,0,0","1,1,0"]', grid: JSON.stringify(grid) }
  expect([...(featurePlaces({ meta }) ?? [])]).toEqual([1, 0, -2, 4, 4, -2])
})

test('a parcel lies in the middle of its cells, in the order of the features', () => {
  const parcels = parcelPlaces(Int32Array.of(0, 0, 1, -1), grid, ['a', 'b'])
  const meta = { names: '["b","a"]', parcels }
  expect([...(featurePlaces({ meta }) ?? [])]).toEqual([1, 4, -2, 2.5, 0, -2])
})

test('features without a place', () => {
  expect(featurePlaces({ meta: { names: '["Cz","Pz"]' } })).toBeUndefined()
})
