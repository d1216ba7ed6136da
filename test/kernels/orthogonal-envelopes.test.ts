import { describe, expect, test } from 'vitest'
import { orthogonalEnvelopes } from '../../src/kernels/orthogonal-envelopes.ts'
import { expectClose } from '../close.ts'
import { connectivityGolden } from '../connectivity-golden.ts'
import { signalInput } from '../signal-golden.ts'

describe('orthogonalEnvelopes', () => {
  test('equals MNE-Connectivity', () => {
    const found = orthogonalEnvelopes(signalInput(3, 400), 3)
    const expected = connectivityGolden.orthogonalEnvelopeCorrelation
    expectClose(found, expected, { relative: 1e-9, why: 'f64, another transform' })
  })

  test('NaN stays with the pairs of its channel', () => {
    const x = signalInput(3, 100)
    x[130] = Number.NaN
    expect([...orthogonalEnvelopes(x, 3)].map(Number.isNaN)).toEqual([true, false, true])
  })
})
