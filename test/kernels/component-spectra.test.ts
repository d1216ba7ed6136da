import { describe, expect, test } from 'vitest'
import { componentSpectra, halfOverlapping } from '../../src/kernels/component-spectra.ts'
import { expectClose } from '../close.ts'
import { type GoldenFeatures, goldenSources, icaGolden } from '../ica-golden.ts'

const { cases } = icaGolden<GoldenFeatures>('features.json')

describe('spectra of components', () => {
  test.each(cases)('as ICLabel takes them at $rateHz Hz', ({ rateHz, samples, psd }) => {
    const found = componentSpectra(goldenSources(samples, rateHz), 3, rateHz)
    expectClose(found, psd, { absolute: 1e-6, why: 'f32 of magnitude 1' })
  })

  test('windows overlap by half, up to the last whole one', () => {
    expect(halfOverlapping(10, 4)).toEqual([0, 2, 4])
    expect(halfOverlapping(10, 5)).toEqual([0, 3, 5])
    expect(halfOverlapping(4, 4)).toEqual([0])
  })

  test('a notch of the mains is filled, a dip elsewhere is not', () => {
    const noise = (without: number) =>
      Float64Array.from({ length: 5000 }, (_, t) => {
        let sum = 0
        for (let hz = 30; hz < 70; hz++) {
          if (hz !== without) sum += Math.sin((2 * Math.PI * hz * t) / 250 + hz * hz)
        }
        return sum
      })
    const [filled, kept] = [50, 40].map((hz) => componentSpectra(noise(hz), 1, 250))
    expect(filled[49]).toBeCloseTo((filled[48] + filled[50]) / 2, 6)
    expect(kept[38] - kept[39]).toBeGreaterThan(0.05)
  })

  test('refuses signals without a window', () => {
    expect(() => componentSpectra(new Float64Array(1), 1, 250)).toThrow(RangeError)
  })
})
