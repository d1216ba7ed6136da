import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gaussianPeaks, peakSum } from '../../src/kernels/gaussian-peaks.ts'

const hz = Float64Array.from({ length: 80 }, (_, f) => 1 + f / 2)
const how = { mostPeaks: 3, widthHz: [1, 8], leastHeight: 0.05, leastDeviations: 2 } as const

describe('gaussianPeaks', () => {
  test('without anything above 0 there is no peak', () => {
    expect(gaussianPeaks(hz, new Float64Array(80), how)).toEqual([])
  })

  test('a peak at the edge is left out', () => {
    const flat = peakSum(hz, [{ hz: 1.2, height: 1, spreadHz: 2 }])
    expect(gaussianPeaks(hz, flat, { ...how, mostPeaks: 1 })).toEqual([])
  })
})

describe('properties', () => {
  test('a single peak is found as it was made', () => {
    const law = fc.property(
      fc.double({ min: 8, max: 30, noNaN: true }),
      fc.double({ min: 0.2, max: 2, noNaN: true }),
      fc.double({ min: 0.7, max: 3, noNaN: true }),
      (middle, height, spreadHz) => {
        const flat = peakSum(hz, [{ hz: middle, height, spreadHz }])
        const [peak] = gaussianPeaks(hz, flat, { ...how, mostPeaks: 1 })
        expect(peak.hz).toBeCloseTo(middle, 5)
        expect(peak.height).toBeCloseTo(height, 5)
        expect(peak.spreadHz).toBeCloseTo(spreadHz, 5)
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
