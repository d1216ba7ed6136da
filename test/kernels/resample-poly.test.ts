import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resamplePoly } from '../../src/kernels/resample-poly.ts'
import { resamplePolyScalar } from '../../src/kernels/resample-poly-scalar.ts'
import { expectClose } from '../close.ts'
import { roughSignal } from '../rough-signal.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const golden =
  signalGolden<{ samples: number; up: number; down: number; expected: number[] }[]>(
    'resample-poly.json',
  )

describe('resamplePoly', () => {
  test.each(golden)('$samples samples by $up / $down equal SciPy', (golden) => {
    const { samples, up, down, expected } = golden
    expectClose(resamplePoly(signalInput(2, samples), 2, up, down), expected, stored())
  })

  test('a ratio of 1 is a copy', () => {
    const x = signalInput(1, 5)
    const y = resamplePoly(x, 1, 1, 1)
    expect(y).toEqual(x)
    expect(y).not.toBe(x)
  })

  test('NaN stays within the reach of the taps, in its row', () => {
    const x = signalInput(2, 500)
    x[250] = Number.NaN
    const y = resamplePoly(x, 2, 1, 2)
    const spoilt = [...y.keys()].filter((i) => Number.isNaN(y[i]))
    expect(spoilt[0]).toBeGreaterThan(100)
    expect(spoilt[spoilt.length - 1]).toBeLessThan(150)
  })

  test('a ratio that is none is refused', () => {
    expect(() => resamplePoly(new Float32Array(4), 1, 0, 2)).toThrow(RangeError)
    expect(() => resamplePoly(new Float32Array(4), 1, 1.5, 2)).toThrow(RangeError)
  })
})

describe('properties', () => {
  const factor = fc.integer({ min: 1, max: 12 })

  test('a row gives ceil(T up / down) samples, the same bytes alone and among others', () => {
    const law = fc.property(fc.nat(200), factor, factor, (samples, up, down) => {
      const x = signalInput(2, samples)
      const y = resamplePoly(x, 2, up, down)
      expect(y.length).toBe(2 * Math.ceil((samples * up) / down))
      const alone = resamplePoly(x.subarray(samples), 1, up, down)
      expect(y.subarray(y.length / 2)).toEqual(alone)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('any rows and ratio give the bytes of the scalar version', () => {
    const signals = roughSignal({ min: 0, max: 5000 })
    const law = fc.property(signals, factor, factor, ({ x, rows }, up, down) => {
      const expected = up === 1 && down === 1 ? x : resamplePolyScalar(x, rows, up, down)
      expect(resamplePoly(x, rows, up, down)).toEqual(expected)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
