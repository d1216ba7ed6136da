import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { butterworth } from '../../src/kernels/butterworth.ts'
import { sosFilter, sosFilterBothWays, sosPadding } from '../../src/kernels/sos-filter.ts'
import { sosFilterBothWaysScalar, sosFilterScalar } from '../../src/kernels/sos-filter-scalar.ts'
import { expectClose } from '../close.ts'
import { roughSignal } from '../rough-signal.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const golden = signalGolden<{
  samples: number
  cases: { order: number; sections: number[]; causal: number[]; zero: number[] }[]
}>('sos-filter.json')
const x = signalInput(2, golden.samples)

describe('sosFilter', () => {
  test.each(golden.cases)('order $order equals scipy.signal.sosfilt', ({ sections, causal }) => {
    expectClose(sosFilter(x, 2, Float64Array.from(sections)), causal, stored())
  })

  test('from a NaN on a row is NaN, and no other row', () => {
    const y = sosFilter(
      x.map((v, i) => (i === 10 ? Number.NaN : v)),
      2,
      butterworth(2, [0.2], 'lowpass'),
    )
    expect(y.subarray(0, 10).some(Number.isNaN)).toBe(false)
    expect(y.subarray(10, 600).every(Number.isNaN)).toBe(true)
    expect(y.subarray(600).some(Number.isNaN)).toBe(false)
  })
})

describe('sosFilterBothWays', () => {
  test.each(golden.cases)('order $order equals scipy.signal.sosfiltfilt', ({ sections, zero }) => {
    expectClose(sosFilterBothWays(x, 2, Float64Array.from(sections)), zero, stored())
  })

  test('a constant passes a low-pass from the first sample on', () => {
    const sections = butterworth(4, [0.1], 'lowpass')
    const y = sosFilterBothWays(new Float32Array(100).fill(3), 1, sections)
    expectClose(y, new Float32Array(100).fill(3), { relative: 1e-6, why: 'f32' })
  })

  test('a row as short as the continuation is refused', () => {
    const sections = butterworth(3, [0.1], 'lowpass')
    expect(sosPadding(sections)).toBe(12)
    expect(() => sosFilterBothWays(new Float32Array(12), 1, sections)).toThrow(RangeError)
    expect(sosFilterBothWays(new Float32Array(13), 1, sections)).toHaveLength(13)
  })
})

describe('properties', () => {
  test('filtering is linear', () => {
    const sections = butterworth(3, [0.05, 0.4], 'bandpass')
    const law = fc.property(fc.integer({ min: -8, max: 8 }), (factor) => {
      const sum = x.subarray(0, 600).map((v, i) => factor * v + x[600 + i])
      const [a, b] = [x.slice(0, 600), x.slice(600)].map((row) =>
        sosFilterBothWays(row, 1, sections),
      )
      const expected = a.map((v, i) => factor * v + b[i])
      expectClose(sosFilterBothWays(sum, 1, sections), expected, {
        relative: 1e-5,
        why: 'the sum of two inputs is rounded to f32 before it is filtered',
      })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('any number of rows and sections gives the bytes of the scalar filter', () => {
    const signals = roughSignal({ min: 40, max: 3000 })
    const law = fc.property(signals, fc.integer({ min: 1, max: 9 }), ({ x, rows }, order) => {
      const sections = butterworth(order, [0.3], 'lowpass')
      expect(sosFilter(x, rows, sections)).toEqual(sosFilterScalar(x, rows, sections))
      const both = sosFilterBothWays(x, rows, sections)
      expect(both).toEqual(sosFilterBothWaysScalar(x, rows, sections))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('a row is filtered to the same bytes alone and among others', () => {
    const sections = butterworth(4, [0.01, 0.2], 'bandpass')
    const law = fc.property(fc.integer({ min: 60, max: 3000 }), (samples) => {
      const x = signalInput(3, samples)
      for (const filter of [sosFilter, sosFilterBothWays]) {
        const alone = filter(x.subarray(samples, 2 * samples), 1, sections)
        expect(filter(x, 3, sections).subarray(samples, 2 * samples)).toEqual(alone)
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
