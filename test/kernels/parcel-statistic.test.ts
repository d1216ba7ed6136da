import { describe, expect, test } from 'vitest'
import { parcelStatistic } from '../../src/kernels/parcel-statistic.ts'
import { expectClose } from '../close.ts'
import { images } from '../images-golden.ts'

const parcelOf = Int32Array.from(images.atlas, (label, v) => (images.mask[v] ? label - 1 : -1))

describe('parcelStatistic', () => {
  test.each(images.statistics.map((each) => [each.statistic, each.values] as const))(
    'agrees with nilearn: %s',
    (statistic, values) => {
      const found = parcelStatistic(Float32Array.from(images.voxels), parcelOf, 4, statistic)
      expectClose(found, values, { relative: 1e-6, why: 'kept as f32' })
    },
  )

  test('NaN stays in its parcel and scan; an empty parcel is NaN', () => {
    const voxels = Float32Array.of(1, Number.NaN, 3, 4, 5, 6)
    const found = parcelStatistic(voxels, Int32Array.of(0, 0, 1), 3, 'maximum')
    expect([...found]).toEqual([Number.NaN, 5, 3, 6, Number.NaN, Number.NaN])
    expect(() => parcelStatistic(voxels, new Int32Array(4), 1, 'sum')).toThrow(RangeError)
  })
})
