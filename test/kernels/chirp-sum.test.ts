import { describe, expect, test } from 'vitest'
import { type ChirpSum, chirpSum } from '../../src/kernels/chirp-sum.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const { sums } = signalGolden<{ sums: (ChirpSum & { expected: number[] })[] }>('fft.json')

describe('chirpSum', () => {
  test.each(sums)('equals the sum of $terms harmonics over $length points', (sum) => {
    const { terms, count, expected } = sum
    const x = signalInput(2, terms)
    const c = Float64Array.from({ length: 2 * terms }, (_, i) => x[(i % 2) * terms + (i >> 1)])
    const out = new Float32Array(count)
    chirpSum(sum)(c, out)
    expectClose(out, expected, stored())
  })

  test('a constant is the coefficient of 0 Hz', () => {
    const out = new Float32Array(4)
    chirpSum({ length: 9, terms: 1, from: 3, count: 4 })(Float64Array.of(2.5, 0), out)
    expect([...out]).toEqual([2.5, 2.5, 2.5, 2.5])
  })
})
