import { expect, test } from 'vitest'
import { vpCorrect, vpMarginal, vpPredict } from '../../src/kernels/vp-sde.ts'
import { expectClose } from '../close.ts'
import { samplersGolden } from '../samplers-golden.ts'

const golden = samplersGolden.sde
const [x, score, noise] = [golden.x, golden.score, golden.noise].map((v) => Float32Array.from(v))
const tolerance = { relative: 2e-6, why: 'samples are f32, NumPy computes in f64' }

test('what is left at a time, the predictor and the corrector are those of NumPy', () => {
  const { kept, deviation } = vpMarginal(golden, golden.t)
  expectClose([kept, deviation], [golden.kept, golden.deviation], { relative: 1e-12, why: 'f64' })
  const predicted = vpPredict(x, score, noise, golden)
  expectClose(predicted.mean, golden.mean, tolerance)
  expectClose(predicted.next, golden.next, tolerance)
  const corrected = vpCorrect(x, score, noise, golden)
  expectClose(corrected.mean, golden.corrected, tolerance)
  expectClose(corrected.next, golden.correctedNext, tolerance)
})

test('without a score nothing is corrected', () => {
  const still = vpCorrect(x, new Float32Array(x.length), noise, golden)
  expect(still.next).toEqual(x)
})
