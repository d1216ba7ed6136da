import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resampleFft } from '../../src/kernels/resample-fft.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const golden =
  signalGolden<{ samples: number; toHz: number; fromHz: number; expected: number[] }[]>(
    'resample-fft.json',
  )

describe('resampleFft', () => {
  test.each(golden)('$samples samples from $fromHz to $toHz Hz equal MNE', (golden) => {
    const { samples, toHz, fromHz, expected } = golden
    expectClose(resampleFft(signalInput(2, samples), 2, toHz / fromHz), expected, stored())
  })

  test('NaN takes its row and no other', () => {
    const x = signalInput(2, 100)
    const clean = resampleFft(x, 2, 0.5)
    x[3] = Number.NaN
    const y = resampleFft(x, 2, 0.5)
    expect(y.subarray(0, 50).every(Number.isNaN)).toBe(true)
    expect(y.subarray(50)).toEqual(clean.subarray(50))
  })

  test('no samples stay none, and a ratio that is none is refused', () => {
    expect(resampleFft(new Float32Array(0), 2, 2)).toHaveLength(0)
    expect(() => resampleFft(new Float32Array(4), 1, 0)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('a straight line stays one away from its ends', () => {
    const law = fc.property(fc.integer({ min: 300, max: 900 }), (samples) => {
      const line = Float32Array.from({ length: samples }, (_, t) => t)
      const y = resampleFft(line, 1, 2)
      const middle = Math.floor(y.length / 2)
      expect(Math.abs(y[middle] - middle / 2)).toBeLessThan(samples / 100)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
