import { describe, expect, test } from 'vitest'
import { beyondQuartiles, spectralDistances } from '../../src/kernels/spectral-distances.ts'
import { cleaningGolden, type GoldenRansac, relativeError } from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenRansac>('ransac.json')

describe('spectralDistances', () => {
  test('are the mean distances of log spectra', () => {
    const channels = golden.places.length / 3
    const found = spectralDistances(Float64Array.from(golden.density), channels)
    expect(relativeError(found, golden.distances)).toBeLessThan(1e-9)
    expect(beyondQuartiles(found, golden.factor)).toEqual(golden.far)
  })

  test('a factor on a channel moves it alone', () => {
    const found = spectralDistances(Float64Array.of(1, 1, 1, 1, Math.E, Math.E), 3)
    expect([...found]).toEqual([Math.SQRT2 / 2, Math.SQRT2 / 2, Math.SQRT2])
    expect(() => spectralDistances(Float64Array.of(1, 1), 1)).toThrow(RangeError)
  })
})

describe('beyondQuartiles', () => {
  test('finds what lies far on either side', () => {
    expect(beyondQuartiles(Float64Array.of(5, 6, 7, 8, 9, 100, -100), 2)).toEqual([5, 6])
    expect(beyondQuartiles(Float64Array.of(5, 6, 7, 8, 9), 2)).toEqual([])
  })
})
