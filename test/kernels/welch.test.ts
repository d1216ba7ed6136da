import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { welch } from '../../src/kernels/welch.ts'
import { welchScalar } from '../../src/kernels/welch-scalar.ts'
import { expectClose } from '../close.ts'
import { roughSignal } from '../rough-signal.ts'
import { signalGolden, signalInput } from '../signal-golden.ts'

const golden = signalGolden<{
  rateHz: number
  cases: { samples: number; segment: number; shared: number; expected: number[] }[]
}>('welch.json')

describe('welch', () => {
  test.each(golden.cases)('$samples samples, $segment a segment, equal SciPy', (golden) => {
    const { samples, segment, shared, expected } = golden
    const density = welch(signalInput(2, samples), 2, { rateHz: 200, segment, shared })
    expectClose(density, expected, { relative: 1e-12, why: 'f64 sums in another order' })
  })

  test('half of a segment is shared by default', () => {
    const x = signalInput(1, 300)
    const options = { rateHz: 100, segment: 64 }
    expect(welch(x, 1, options)).toEqual(welch(x, 1, { ...options, shared: 32 }))
  })

  test('NaN takes its row and no other', () => {
    const x = signalInput(2, 200)
    const clean = welch(x, 2, { rateHz: 100, segment: 50 })
    x[7] = Number.NaN
    const density = welch(x, 2, { rateHz: 100, segment: 50 })
    expect(density.subarray(0, 26).every(Number.isNaN)).toBe(true)
    expect(density.subarray(26)).toEqual(clean.subarray(26))
  })

  test('a segment longer than the row, or shared whole, is refused', () => {
    const x = new Float32Array(10)
    expect(() => welch(x, 1, { rateHz: 1, segment: 11 })).toThrow(RangeError)
    expect(() => welch(x, 1, { rateHz: 1, segment: 4, shared: 4 })).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('a signal twice as large has four times the density', () => {
    const law = fc.property(fc.integer({ min: 4, max: 100 }), (segment) => {
      const x = signalInput(1, 200)
      const options = { rateHz: 100, segment }
      const four = welch(x, 1, options).map((v) => 4 * v)
      const twice = x.map((v) => 2 * v)
      expectClose(welch(twice, 1, options), four, { relative: 1e-12, why: 'f64' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('a constant has no density', () => {
    const law = fc.property(fc.integer({ min: -1000, max: 1000 }), (level) => {
      const density = welch(new Float32Array(100).fill(level), 1, { rateHz: 100, segment: 20 })
      expect(density.every((v) => v === 0)).toBe(true)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('any rows, segment and overlap give the density of the scalar version', () => {
    const signals = roughSignal({ min: 200, max: 3000 })
    const segments = fc.integer({ min: 2, max: 200 })
    const law = fc.property(signals, segments, fc.nat(199), ({ x, rows }, segment, some) => {
      const options = { rateHz: 100, segment, shared: some % segment }
      const expected = welchScalar(x, rows, options)
      const density = welch(x, rows, options)
      expectClose(density, expected, { relative: 1e-9, why: 'f64 sums in another order' })
    })
    fc.assert(law, { seed: 1, numRuns: 100 })
  })

  test('a row has the same bytes alone and among others', () => {
    const law = fc.property(fc.integer({ min: 100, max: 3000 }), (samples) => {
      const x = signalInput(3, samples)
      const options = { rateHz: 100, segment: 100 }
      const alone = welch(x.subarray(samples, 2 * samples), 1, options)
      expect(welch(x, 3, options).subarray(51, 102)).toEqual(alone)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
