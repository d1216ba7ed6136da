import { describe, expect, test } from 'vitest'
import { firLowpass } from '../../src/kernels/fir-lowpass.ts'
import { hamming } from '../../src/kernels/taper.ts'
import { expectClose } from '../close.ts'
import { signalGolden } from '../signal-golden.ts'

const golden = signalGolden<{
  firLowpass: { length: number; cutoff: number; expected: number[] }[]
}>('taper.json')

describe('firLowpass', () => {
  test.each(golden.firLowpass)('$length taps at $cutoff equal scipy.signal.firwin', (golden) => {
    const taps = firLowpass(golden.cutoff, hamming(golden.length))
    expectClose(taps, golden.expected, { relative: 1e-14, why: 'the same formula in f64' })
  })

  test('the gain at 0 Hz is 1', () => {
    expect(firLowpass(0.1, hamming(33)).reduce((a, b) => a + b)).toBeCloseTo(1, 14)
  })

  test('a cutoff at half the rate is refused', () => {
    expect(() => firLowpass(1, hamming(9))).toThrow(RangeError)
  })
})
