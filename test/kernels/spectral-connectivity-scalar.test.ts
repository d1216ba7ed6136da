import { describe, expect, test } from 'vitest'
import { spectralConnectivityScalar } from '../../src/kernels/spectral-connectivity-scalar.ts'
import { expectClose } from '../close.ts'
import { connectivityGolden } from '../connectivity-golden.ts'
import { signalInput } from '../signal-golden.ts'

const given = {
  rateHz: 100,
  segment: 50,
  shared: 25,
  measure: 'coherence',
  bandsHz: [
    [4, 12],
    [12, 30],
  ],
} as const

describe('spectralConnectivityScalar', () => {
  test('equals SciPy', () => {
    const found = spectralConnectivityScalar(signalInput(3, 400), 3, given)
    expectClose(found, connectivityGolden.coherence, { relative: 1e-9, why: 'f64' })
  })

  test('a segment longer than the row is refused', () => {
    const short = () => spectralConnectivityScalar(new Float32Array(60), 2, given)
    expect(short).toThrow(RangeError)
  })
})
