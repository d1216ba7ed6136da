import { describe, expect, test } from 'vitest'
import { envelopeCorrelation } from '../../src/kernels/envelope-correlation.ts'
import { expectClose } from '../close.ts'
import { connectivityGolden } from '../connectivity-golden.ts'
import { signalInput } from '../signal-golden.ts'

describe('envelopeCorrelation', () => {
  test('equals SciPy and NumPy', () => {
    const found = envelopeCorrelation(signalInput(3, 400), 3)
    const why = 'the same arithmetic in f64, in another order'
    expectClose(found, connectivityGolden.envelopeCorrelation, { relative: 1e-9, why })
  })

  test('signs and scales of channels change nothing', () => {
    const x = signalInput(2, 100)
    const other = x.map((value, i) => (i < 100 ? -3 * value : value))
    const why = 'values are stored in f32'
    expectClose(envelopeCorrelation(other, 2), envelopeCorrelation(x, 2), { absolute: 1e-6, why })
  })

  test('a constant goes with nothing', () => {
    const [r] = envelopeCorrelation(Float32Array.of(0, 0, 0, 0, 1, 2, 4, 1), 2)
    expect(r).toBeNaN()
  })
})
