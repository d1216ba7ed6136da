import { describe, expect, test } from 'vitest'
import { backgroundMask, epiMask } from '../../src/kernels/brain-mask.ts'
import { images } from '../images-golden.ts'

const { masks } = images
const whole = { opening: 2, connected: true, lower: 0.2, upper: 0.85 }
const indices = (mask: Uint8Array) => Array.from(mask.keys()).filter((v) => mask[v])

describe('epiMask and backgroundMask', () => {
  test.each(masks.cases.map(({ ours, kept }) => [JSON.stringify(ours), ours, kept] as const))(
    'agree with nilearn voxel by voxel: %s',
    (_, ours, kept) => {
      const options = { ...whole, ...ours }
      const found =
        ours.find === 'epi'
          ? epiMask(Float64Array.from(masks.epi), masks.shape, options, options)
          : backgroundMask(Float64Array.from(masks.background), masks.shape, 2, options)
      expect(indices(found)).toEqual(kept)
    },
  )

  test('NaN at the border is background', () => {
    const mean = new Float64Array(125).fill(Number.NaN)
    for (const v of [62, 63, 67]) mean[v] = 5
    const found = backgroundMask(mean, [5, 5, 5], 1, { opening: 0, connected: true })
    expect(indices(found)).toEqual([62, 63, 67])
  })
})
