import { describe, expect, test } from 'vitest'
import { spectralSlope } from '../../src/kernels/spectral-slope.ts'
import { expectClose } from '../close.ts'
import { slopeGolden } from '../slope-golden.ts'

const close = { relative: 1e-4, why: 'another optimiser stops elsewhere' }

describe('spectralSlope', () => {
  test.each(slopeGolden.map((golden, i) => [i, golden] as const))(
    'equals fooof: spectrum %i',
    (_, golden) => {
      const [hz, power] = [Float64Array.from(golden.hz), Float64Array.from(golden.power)]
      const found = spectralSlope(hz, power, { ...golden, leastDeviations: 2 })
      const { offset, knee, exponent } = found
      const aperiodic = golden.knee ? [offset, knee, exponent] : [offset, exponent]
      expectClose(aperiodic, golden.aperiodic, close)
      const peaks = found.peaks.flatMap((peak) => [peak.hz, peak.height, 2 * peak.spreadHz])
      expectClose(peaks, golden.peaks, close)
      expectClose([found.rSquared, found.error], [golden.rSquared, golden.error], close)
    },
  )

  test('without power there is no slope', () => {
    const hz = Float64Array.of(1, 2, 3)
    const how = { ...slopeGolden[0], leastDeviations: 2 }
    expect(spectralSlope(hz, Float64Array.of(1, 0, 1), how).exponent).toBeNaN()
  })
})
