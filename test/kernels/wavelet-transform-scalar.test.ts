import { describe, expect, test } from 'vitest'
import { morletWavelets } from '../../src/kernels/wavelet-banks.ts'
import {
  transformLength,
  waveletTransformScalar,
} from '../../src/kernels/wavelet-transform-scalar.ts'
import { expectClose } from '../close.ts'
import { signalInput } from '../signal-golden.ts'

const bank = morletWavelets({ rateHz: 100, frequenciesHz: [12], cycles: 4, zeroMean: true })

describe('waveletTransformScalar', () => {
  test('equals the convolution by its definition', () => {
    const x = signalInput(1, 40)
    const w = bank[0][0].values
    const middle = (w.length / 2 - 1) / 2
    const expected: number[] = []
    for (let t = 0; t < 40; t += 3) {
      let [re, im] = [0, 0]
      for (let n = 0; n < 40; n++) {
        const at = 2 * (t - n + middle)
        if (at < 0 || at >= w.length) continue
        re += x[n] * w[at]
        im += x[n] * w[at + 1]
      }
      expected.push(re, im)
    }
    const found = waveletTransformScalar(x, 1, { bank, hop: 3, value: 'complex' })
    expectClose(found, expected, { relative: 1e-12, why: 'sums in another order' })
  })

  test('the length of the transform holds both and is a product of small primes', () => {
    const length = transformLength(40, bank, 7)
    expect(length % 7).toBe(0)
    expect(length).toBeGreaterThanOrEqual(40 + bank[0][0].values.length / 2 - 1)
  })
})
