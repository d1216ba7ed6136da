import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parcelMeans, parcelMedians, parcelRuns } from '../../src/kernels/parcel-series.ts'

const voxels = Float32Array.of(1, 2, 3, 10, 4, 8, 5, 20)
const parcelOf = Int32Array.of(0, 1, 0, -1)

describe('parcelMeans and parcelMedians', () => {
  test('reduce each parcel in each scan and leave out the background', () => {
    expect([...parcelMeans(voxels, parcelOf, 2)]).toEqual([2, 4.5, 2, 8])
    expect([...parcelMedians(voxels, parcelOf, 2)]).toEqual([2, 4.5, 2, 8])
  })

  test('the median of three is the middle one', () => {
    expect([...parcelMedians(Float32Array.of(9, 1, 4), new Int32Array(3), 1)]).toEqual([4])
  })

  test('NaN stays in its parcel and scan; an empty parcel is NaN', () => {
    const withNaN = voxels.slice()
    withNaN[1] = Number.NaN
    for (const reduce of [parcelMeans, parcelMedians]) {
      expect([...reduce(withNaN, parcelOf, 3)]).toEqual([2, 4.5, NaN, 8, NaN, NaN])
    }
  })

  test('refuse voxels that are no whole scans', () => {
    expect(() => parcelMeans(voxels, new Int32Array(3), 1)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('scans have the same bytes alone as among others, however parcels lie', () => {
    const parcels = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(parcels, fc.integer({ min: 1, max: 9 }), (list, scans) => {
        const own = Int32Array.from(list)
        const size = own.length
        const x = Float32Array.from({ length: size * scans }, (_, i) => Math.sin(i * 7919) * 1e3)
        const all = parcelMeans(x, own, 4, parcelRuns(own))
        for (let t = 0; t < scans; t++) {
          const alone = parcelMeans(x.subarray(t * size, (t + 1) * size), own, 4)
          expect([...alone]).toEqual([0, 1, 2, 3].map((k) => all[k * scans + t]))
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('mean and median lie between the extremes of the parcel', () => {
    const values = fc.array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, (parcel) => {
        const x = Float32Array.from(parcel)
        for (const reduce of [parcelMeans, parcelMedians]) {
          const [value] = reduce(x, new Int32Array(x.length), 1)
          expect(value).toBeGreaterThanOrEqual(Math.min(...x))
          expect(value).toBeLessThanOrEqual(Math.max(...x))
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
