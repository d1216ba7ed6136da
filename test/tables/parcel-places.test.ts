import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parcelCells, parcelPlaces } from '../../src/tables/parcel-places.ts'
import { placesMeta } from '../../src/tables/places-meta.ts'

const grid = {
  shape: [4, 3, 2] as const,
  affine: [2, 0, 0, -4, 0, 2, 0, -3, 0, 0, 2, 5, 0, 0, 0, 1],
}

/** An atlas of two halves along x, with nothing in the last plane. */
const halves = Int32Array.from({ length: 24 }, (_, v) => (v >= 12 ? -1 : v % 4 < 2 ? 0 : 1))

describe('parcelPlaces', () => {
  test('a small atlas is kept as it is', () => {
    const parcels = parcelPlaces(halves, grid, ['left', 'right'])
    const found = parcelCells({ meta: { parcels, names: '["right","left"]' } })
    expect(found?.grid).toEqual(grid)
    expect(found?.cells).toHaveLength(12)
    expect(found?.cells.slice(0, 3)).toEqual([
      { name: '0,0,0', feature: 1 },
      { name: '1,0,0', feature: 1 },
      { name: '2,0,0', feature: 0 },
    ])
  })

  test('a large one becomes coarse; places stay in the middle of cells', () => {
    const shape = [90, 8, 8] as const
    const parcelOf = new Int32Array(90 * 64)
    parcelOf[0] = 1
    const affine = [2, 0, 0, -90, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]
    const parcels = parcelPlaces(parcelOf, { shape, affine }, ['most', 'corner'])
    const found = parcelCells({ meta: { parcels, names: '["most","corner"]' } })
    expect(found?.grid.shape).toEqual([30, 3, 3])
    expect(found?.grid.affine.slice(0, 4)).toEqual([6, 0, 0, -88])
    expect(found?.cells[0]).toEqual({ name: '0,0,0', feature: 1 })
  })

  test('features that are no parcels, or not all of them', () => {
    const parcels = parcelPlaces(halves, grid, ['left', 'right'])
    expect(parcelCells({ meta: { parcels, names: '["left~right"]' } })).toBeUndefined()
    expect(parcelCells({ meta: { names: '["left"]' } })).toBeUndefined()
    expect(parcelCells({ meta: { parcels, names: '["right"]' } })?.cells).toHaveLength(6)
    expect(placesMeta({ meta: { parcels, unit: 'z' } })).toEqual({ parcels })
  })
})

describe('properties', () => {
  test('an atlas without background fills its grid with parcels that it has', () => {
    const size = fc.integer({ min: 1, max: 60 })
    const atlas = fc.tuple(size, size, size, fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(atlas, ([x, y, z, count]) => {
        const parcelOf = Int32Array.from({ length: x * y * z }, (_, v) => (v * 7) % count)
        const names = Array.from({ length: count }, (_, k) => `p${k}`)
        const used = names.filter((_, k) => parcelOf.includes(k))
        const parcels = parcelPlaces(parcelOf, { ...grid, shape: [x, y, z] }, names)
        const found = parcelCells({ meta: { parcels, names: JSON.stringify(names) } })
        const [nx, ny, nz] = found?.grid.shape ?? [0, 0, 0]
        const cells = found?.cells ?? []
        expect(Math.max(nx, ny, nz)).toBeLessThanOrEqual(36)
        expect(cells).toHaveLength(nx * ny * nz)
        expect(cells.every(({ feature }) => used.includes(names[feature]))).toBe(true)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
