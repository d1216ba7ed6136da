import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BandType, butterworth } from '../../src/kernels/butterworth.ts'
import { expectClose } from '../close.ts'
import { signalGolden } from '../signal-golden.ts'

const golden =
  signalGolden<{ order: number; edges: number[]; type: BandType; expected: number[] }[]>(
    'butterworth.json',
  )

/** |H| of a cascade at a frequency in units of half the rate. */
function gain(sections: Float64Array, at: number): number {
  const size = (c: ArrayLike<number>) => {
    const w = Math.PI * at
    const re = c[0] + c[1] * Math.cos(w) + c[2] * Math.cos(2 * w)
    return Math.hypot(re, c[1] * Math.sin(w) + c[2] * Math.sin(2 * w))
  }
  let product = 1
  for (let i = 0; i < sections.length; i += 6) {
    product *= size(sections.subarray(i, i + 3)) / size(sections.subarray(i + 3, i + 6))
  }
  return product
}

describe('butterworth', () => {
  test.each(golden)('$type of order $order at $edges equals scipy.signal.butter', (golden) => {
    const sections = butterworth(golden.order, golden.edges, golden.type)
    expectClose(sections, golden.expected, { relative: 1e-12, why: 'the same formulas in f64' })
  })

  test('edges out of range, descending or too many are refused', () => {
    expect(() => butterworth(4, [1], 'lowpass')).toThrow(RangeError)
    expect(() => butterworth(4, [0.5, 0.2], 'bandpass')).toThrow(RangeError)
    expect(() => butterworth(4, [0.1, 0.2], 'highpass')).toThrow(RangeError)
    expect(() => butterworth(0, [0.1], 'highpass')).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('the gain at an edge is 1 / sqrt(2), whatever the order', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      (order, edge) => {
        for (const type of ['lowpass', 'highpass'] as const) {
          expect(gain(butterworth(order, [edge], type), edge)).toBeCloseTo(Math.SQRT1_2, 9)
        }
        const band = butterworth(order, [edge / 2, edge], 'bandstop')
        expect(gain(band, edge)).toBeCloseTo(Math.SQRT1_2, 6)
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
