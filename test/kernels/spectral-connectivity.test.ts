import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type SpectralMeasure,
  spectralConnectivity,
} from '../../src/kernels/spectral-connectivity.ts'
import { spectralConnectivityScalar } from '../../src/kernels/spectral-connectivity-scalar.ts'
import { expectClose } from '../close.ts'
import { connectivityGolden } from '../connectivity-golden.ts'
import { signalInput } from '../signal-golden.ts'

const how = { rateHz: 100, segment: 50, shared: 25 }
const bandsHz = [
  [4, 12],
  [12, 30],
] as const
const overlapping: SpectralMeasure[] = ['coherence', 'imaginaryCoherence', 'plv', 'wpli']
const all: SpectralMeasure[] = [...overlapping, 'ciplv', 'ppc', 'pli', 'debiasedWpli']
const why = 'the same arithmetic in f64, in another order'

describe('spectralConnectivity', () => {
  test.each(overlapping)('equals SciPy: %s', (measure) => {
    const found = spectralConnectivity(signalInput(3, 400), 3, { ...how, measure, bandsHz })
    expectClose(found, connectivityGolden[measure], { relative: 1e-9, why })
  })

  test.each(all)('equals MNE-Connectivity: %s', (measure) => {
    const apart = { ...how, shared: 0, measure, bandsHz }
    const found = spectralConnectivity(signalInput(3, 400), 3, apart)
    expectClose(found, connectivityGolden.epochs[measure], { relative: 1e-9, why })
  })

  test('a channel and its negative double are one, without an imaginary part', () => {
    const x = signalInput(1, 400)
    const twice = Float32Array.of(...x, ...x.map((value) => -2 * value))
    const one = (measure: SpectralMeasure) =>
      spectralConnectivity(twice, 2, { ...how, measure, bandsHz })
    expectClose(one('coherence'), [1, 1], { absolute: 1e-12, why })
    expectClose(one('plv'), [1, 1], { absolute: 1e-12, why })
    expectClose(one('imaginaryCoherence'), [0, 0], { absolute: 1e-12, why })
  })

  test.each(['coherence', 'plv', 'wpli', 'pli'] as const)(
    'NaN stays with the pairs of its channel: %s',
    (measure) => {
      const x = signalInput(3, 400)
      x[5] = Number.NaN
      const found = spectralConnectivity(x, 3, { ...how, measure, bandsHz: [[4, 12]] })
      expect([...found].map(Number.isNaN)).toEqual([true, true, false])
    },
  )
})

describe('properties', () => {
  test('any channels, segments and measure give what the scalar version gives', () => {
    const law = fc.property(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 20, max: 60 }),
      fc.integer({ min: 0, max: 19 }),
      fc.constantFrom(...all),
      (channels, segment, shared, measure) => {
        const x = signalInput(channels, 200)
        const given = { rateHz: 100, segment, shared, measure, bandsHz }
        const expected = spectralConnectivityScalar(x, channels, given)
        const close = { absolute: 1e-8, why: 'a small denominator magnifies rounding' }
        expectClose(spectralConnectivity(x, channels, given), expected, close)
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
