import { expect, test } from 'vitest'
import { polyPhases } from '../../src/kernels/poly-phases.ts'
import { polyOutput, resamplePolyScalar } from '../../src/kernels/resample-poly-scalar.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const golden = signalGolden<{ samples: number; up: number; down: number; expected: number[] }[]>(
  'resample-poly.json',
).filter(({ up, down }) => up !== down)

test.each(golden)('$samples samples by $up / $down equal SciPy', (golden) => {
  const { samples, up, down, expected } = golden
  expectClose(resamplePolyScalar(signalInput(2, samples), 2, up, down), expected, stored())
})

test('an output is the sum of the taps over the samples that there are', () => {
  const bank = { up: 1, down: 2, phases: polyPhases(1, 2) }
  const { taps, first } = bank.phases[0]
  const row = Float32Array.of(4, 8)
  expect(polyOutput(row, bank, 0)).toBe(4 * taps[-first] + 8 * taps[1 - first])
})
