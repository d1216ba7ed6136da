import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fft } from '../../src/kernels/fft.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput } from '../signal-golden.ts'

const golden = signalGolden<{ complex: { length: number; expected: number[] }[] }>('fft.json')

/** Rows 0 and 1 of the golden input as real and imaginary parts. */
function complexInput(length: number): Float64Array {
  const x = signalInput(2, length)
  return Float64Array.from({ length: 2 * length }, (_, i) => x[(i % 2) * length + (i >> 1)])
}

function forward(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length)
  fft(x.length / 2).forward(x, out)
  return out
}

describe('fft', () => {
  test.each(golden.complex)('equals numpy.fft.fft for length $length', ({ length, expected }) => {
    expectClose(forward(complexInput(length)), expected, { relative: 1e-12, why: 'f64 sums' })
  })

  test('the transform of an impulse is flat', () => {
    expect([...forward(Float64Array.of(1, 0, 0, 0, 0, 0))]).toEqual([1, 0, 1, 0, 1, 0])
  })

  test('the input is left as it was', () => {
    for (const length of [12, 16, 17]) {
      const x = complexInput(length)
      forward(x)
      expect(x).toEqual(complexInput(length))
    }
  })

  test('a length that is no whole number from 1 is refused', () => {
    expect(() => fft(0)).toThrow(RangeError)
    expect(() => fft(2.5)).toThrow(RangeError)
  })
})

describe('properties', () => {
  const lengths = fc.integer({ min: 1, max: 300 })

  test('the inverse undoes the transform at every length', () => {
    const law = fc.property(lengths, (length) => {
      const x = complexInput(length)
      const back = new Float64Array(x.length)
      fft(length).inverse(forward(x), back)
      expectClose(back, x, { relative: 1e-13, why: 'f64 sums' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('energy is kept (Parseval)', () => {
    const energy = (x: Float64Array) => x.reduce((sum, v) => sum + v * v, 0)
    const law = fc.property(lengths, (length) => {
      const x = complexInput(length)
      expect(energy(forward(x)) / energy(x) / length).toBeCloseTo(1, 12)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
