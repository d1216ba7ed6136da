import { describe, expect, test } from 'vitest'
import { iirNotch } from '../../src/kernels/iir-notch.ts'
import { expectClose } from '../close.ts'
import { signalGolden } from '../signal-golden.ts'

interface Case {
  freqHz: number
  harmonics: number
  rateHz: number
  q?: number
  sections?: number[]
}
const golden = signalGolden<Case[]>('notch.json').filter(({ sections }) => sections)

describe('iirNotch', () => {
  test.each(golden)('$harmonics at $freqHz Hz equal scipy.signal.iirnotch', (golden) => {
    const { freqHz, harmonics, rateHz, q = 30, sections = [] } = golden
    const freqs = Array.from({ length: harmonics }, (_, k) => freqHz * (k + 1))
    const exact = { relative: 1e-14, why: 'the same formula in f64' }
    expectClose(iirNotch(freqs, q, rateHz), sections, exact)
  })

  test('0 Hz, half the rate and a quality of 0 are refused', () => {
    expect(() => iirNotch([0], 30, 200)).toThrow(RangeError)
    expect(() => iirNotch([100], 30, 200)).toThrow(RangeError)
    expect(() => iirNotch([50], 0, 200)).toThrow(RangeError)
  })
})
