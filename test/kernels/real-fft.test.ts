import { describe, expect, test } from 'vitest'
import { realFft } from '../../src/kernels/real-fft.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput } from '../signal-golden.ts'

const { real } = signalGolden<{ real: { length: number; expected: number[] }[] }>('fft.json')

describe('realFft', () => {
  test.each(real)('equals numpy.fft.rfft for length $length', ({ length, expected }) => {
    const out = new Float64Array(length + 2)
    realFft(length).forward(Float64Array.from(signalInput(1, length)), out)
    expectClose(out, expected, { relative: 1e-12, why: 'f64 sums' })
  })

  test('an odd length is refused', () => {
    expect(() => realFft(5)).toThrow(RangeError)
  })
})
