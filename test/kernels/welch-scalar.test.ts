import { expect, test } from 'vitest'
import { welchScalar } from '../../src/kernels/welch-scalar.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput } from '../signal-golden.ts'

const golden = signalGolden<{
  rateHz: number
  cases: { samples: number; segment: number; shared: number; expected: number[] }[]
}>('welch.json')

test.each(golden.cases)('$samples samples, $segment a segment, equal SciPy', (golden) => {
  const { samples, segment, shared, expected } = golden
  const density = welchScalar(signalInput(2, samples), 2, { rateHz: 200, segment, shared })
  expectClose(density, expected, { relative: 1e-12, why: 'f64 sums in another order' })
})

test('no rows have no density', () => {
  expect(welchScalar(new Float32Array(0), 0, { rateHz: 1, segment: 4 })).toHaveLength(0)
})
