import { describe, expect, test } from 'vitest'
import {
  type SpectralMeasure,
  spectralConnectivity,
} from '../../src/kernels/spectral-connectivity.ts'
import { expectClose } from '../close.ts'
import { connectivityGolden } from '../connectivity-golden.ts'
import { signalInput } from '../signal-golden.ts'

const how = { rateHz: 100, segment: 50, shared: 25 }
const bandsHz = [
  [4, 12],
  [12, 30],
] as const
const all: SpectralMeasure[] = ['coherence', 'imaginaryCoherence', 'plv', 'wpli']

describe('spectralConnectivity', () => {
  test.each(all)('equals SciPy: %s', (measure) => {
    const found = spectralConnectivity(signalInput(3, 400), 3, { ...how, measure, bandsHz })
    const why = 'the same arithmetic in f64, in another order'
    expectClose(found, connectivityGolden[measure], { relative: 1e-9, why })
  })

  test('a channel and its negative double are one, without an imaginary part', () => {
    const x = signalInput(1, 400)
    const twice = Float32Array.of(...x, ...x.map((value) => -2 * value))
    const one = (measure: SpectralMeasure) =>
      spectralConnectivity(twice, 2, { ...how, measure, bandsHz })
    const why = 'rounding'
    expectClose(one('coherence'), [1, 1], { absolute: 1e-12, why })
    expectClose(one('plv'), [1, 1], { absolute: 1e-12, why })
    expectClose(one('imaginaryCoherence'), [0, 0], { absolute: 1e-12, why })
  })

  test('NaN stays with the pairs of its channel', () => {
    const x = signalInput(3, 400)
    x[5] = Number.NaN
    const found = spectralConnectivity(x, 3, { ...how, measure: 'coherence', bandsHz: [[4, 12]] })
    expect([...found].map(Number.isNaN)).toEqual([true, true, false])
  })
})
