import { test } from 'vitest'
import { normalizedCorrelation, responseCeiling } from '../../src/kernels/response-ceiling.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

type Name =
  | 'signalPower'
  | 'totalPower'
  | 'ccMax'
  | 'ncsnr'
  | 'explainable'
  | 'splitHalf'
  | 'ccNorm'
  | 'repeats'
type Golden = Record<Name, number> & { responses: number[]; predicted: number[] }
const golden = fmriGolden<Golden>('encoding.json')
const why = { relative: 1e-10, why: 'other order of sums in f64' }

test('ceilings equal the formulas in NumPy', () => {
  const found = responseCeiling(Float64Array.from(golden.responses), golden.repeats)
  for (const [name, value] of Object.entries(found)) {
    expectClose([value], [golden[name as Name]], why)
  }
})

test('so does the normalised correlation', () => {
  const { responses, predicted, repeats, signalPower, ccNorm } = golden
  const mean = predicted.map((_, t) => {
    let sum = 0
    for (let n = 0; n < repeats; n++) sum += responses[n * predicted.length + t] / repeats
    return sum
  })
  expectClose([normalizedCorrelation(mean, predicted, signalPower)], [ccNorm], why)
})

test('repeats that are the same leave nothing unexplained', () => {
  const { ccMax, explainable, splitHalf } = responseCeiling(Float64Array.of(1, 2, 4, 1, 2, 4), 2)
  expectClose([ccMax, explainable, splitHalf], [1, 1, 1], { absolute: 1e-12, why: 'rounding' })
})
