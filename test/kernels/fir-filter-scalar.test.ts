import { expect, test } from 'vitest'
import { firPassBand } from '../../src/kernels/fir-design.ts'
import type { Edge } from '../../src/kernels/fir-ends.ts'
import { firFilterScalar } from '../../src/kernels/fir-filter-scalar.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

interface Case {
  samples: number
  lowHz: number | null
  highHz: number | null
  rateHz: number
  edge: Edge
  expected: number[]
}
const golden = signalGolden<Case[]>('fir-filter.json')

test.each(golden)('$samples samples, $lowHz-$highHz Hz, $edge equal MNE', (golden) => {
  const { lowHz, highHz, rateHz, samples, edge, expected } = golden
  const band = { lowHz: lowHz ?? undefined, highHz: highHz ?? undefined, rateHz }
  const y = firFilterScalar(signalInput(2, samples), 2, firPassBand(band), edge)
  expectClose(y, expected, stored())
})

test('taps that are not symmetric are refused', () => {
  const taps = Float64Array.of(1, 2, 3)
  expect(() => firFilterScalar(new Float32Array(9), 1, taps)).toThrow(RangeError)
})
