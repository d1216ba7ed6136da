import { describe, expect, test } from 'vitest'
import { componentAutocorrelations } from '../../src/kernels/component-autocorrelations.ts'
import { expectClose } from '../close.ts'
import { type GoldenFeatures, goldenSources, icaGolden } from '../ica-golden.ts'

const { cases } = icaGolden<GoldenFeatures>('features.json')

describe('autocorrelations of components', () => {
  test.each(cases)(
    'as ICLabel takes them at $rateHz Hz',
    ({ rateHz, samples, autocorrelation }) => {
      const found = componentAutocorrelations(goldenSources(samples, rateHz), 3, rateHz)
      expectClose(found, autocorrelation, {
        absolute: 2e-6,
        why: 'rounded to f32 before resampling',
      })
    },
  )

  test('of a sine is its cosine at the same lags', () => {
    const sine = Float64Array.from({ length: 6000 }, (_, t) =>
      Math.sin((2 * Math.PI * 4 * t) / 200),
    )
    const found = componentAutocorrelations(sine, 1, 200)
    for (const lag of [10, 25, 50]) {
      expect(found[lag - 1]).toBeCloseTo(Math.cos((2 * Math.PI * 4 * lag) / 100), 1)
    }
  })

  test('refuses slow or short signals', () => {
    expect(() => componentAutocorrelations(new Float64Array(990), 1, 99)).toThrow(RangeError)
    expect(() => componentAutocorrelations(new Float64Array(1000), 1, 200)).toThrow(RangeError)
  })
})
