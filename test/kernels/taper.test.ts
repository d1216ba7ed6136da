import { describe, expect, test } from 'vitest'
import { hamming, hannPeriodic, kaiser } from '../../src/kernels/taper.ts'
import { expectClose } from '../close.ts'
import { signalGolden } from '../signal-golden.ts'

const golden = signalGolden<{
  hannPeriodic: Record<string, number[]>
  hamming: Record<string, number[]>
  kaiser: { length: number; beta: number; expected: number[] }[]
}>('taper.json')
const exact = { relative: 1e-14, why: 'the same formula in f64' }

describe('tapers', () => {
  test('the Hann and Hamming tapers equal SciPy', () => {
    for (const [length, expected] of Object.entries(golden.hannPeriodic)) {
      expectClose(hannPeriodic(Number(length)), expected, exact)
    }
    for (const [length, expected] of Object.entries(golden.hamming)) {
      expectClose(hamming(Number(length)), expected, exact)
    }
  })

  test.each(golden.kaiser)('the Kaiser taper of $length, beta $beta equals SciPy', (golden) => {
    expectClose(kaiser(golden.length, golden.beta), golden.expected, exact)
  })

  test('a taper of one sample is 1', () => {
    expect([hannPeriodic(1)[0], hamming(1)[0], kaiser(1, 5)[0]]).toEqual([1, 1, 1])
  })
})
