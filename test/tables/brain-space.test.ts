import { describe, expect, test } from 'vitest'
import { brainPlace, brainSpaceOf } from '../../src/tables/brain-space.ts'

describe('brainPlace', () => {
  test('vertices, voxels of a structure and voxels alone have places', () => {
    expect(brainPlace('CORTEX_LEFT:12')).toEqual({ structure: 'CORTEX_LEFT', indices: [12] })
    expect(brainPlace('THALAMUS_LEFT:3,4,5')?.indices).toEqual([3, 4, 5])
    expect(brainPlace('3,4,5')).toEqual({ structure: 'OTHER', indices: [3, 4, 5] })
  })

  test('names and numbers of parcels have none', () => {
    expect(['12', 'V1', '1,2', 'a:1'].map(brainPlace)).toEqual(new Array(4).fill(undefined))
  })
})

test('the space of a masked image is its grid', () => {
  const grid = { shape: [1, 1, 1], affine: [] }
  expect(brainSpaceOf({ meta: { grid: JSON.stringify(grid) } } as never)).toEqual({ grid })
  expect(brainSpaceOf({ meta: {} } as never)).toEqual({})
})
