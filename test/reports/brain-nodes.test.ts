import { expect, test } from 'vitest'
import { brainNodes } from '../../src/reports/brain-nodes.ts'
import { parcelPlaces } from '../../src/tables/parcel-places.ts'

const affine = [2, 0, 0, -3, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]
const grid = { shape: [4, 2, 2] as const, affine }

test('a node lies in the middle of its parcel', () => {
  const parcelOf = Int32Array.from({ length: 16 }, (_, v) => (v % 4 < 2 ? 0 : 1))
  const nodes = brainNodes(['left', 'right'], parcelPlaces(parcelOf, grid, ['left', 'right']))
  expect(nodes?.middles).toEqual([
    [0.5, 0.5, 0.5],
    [2.5, 0.5, 0.5],
  ])
  expect(nodes?.volume.shape).toEqual([4, 2, 2])
})

test('an image that runs to the left is turned', () => {
  const parcelOf = Int32Array.from({ length: 16 }, (_, v) => (v % 4 < 2 ? 0 : 1))
  const turned = { ...grid, affine: [-2, ...affine.slice(1)] }
  const places = parcelPlaces(parcelOf, turned, ['right', 'left'])
  expect(brainNodes(['right', 'left'], places)?.middles[0]).toEqual([2.5, 0.5, 0.5])
})

test('without places, or for other names, there are no nodes', () => {
  const places = parcelPlaces(new Int32Array(16), grid, ['one'])
  expect(brainNodes(['one'])).toBeUndefined()
  expect(brainNodes(['another'], places)).toBeUndefined()
})
