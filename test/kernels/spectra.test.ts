import { describe, expect, test } from 'vitest'
import { keepSpectrum, spectra } from '../../src/kernels/spectra.ts'
import { expectClose } from '../close.ts'
import { signalInput, stored } from '../signal-golden.ts'
import { tokenGolden } from '../token-golden.ts'

const golden = tokenGolden<{ samples: number; cases: { depth: number; expected: number[] }[] }>(
  'patch-spectrum.json',
)

describe('spectra', () => {
  test.each(golden.cases)('of rows of $depth samples equal PyTorch', ({ depth, expected }) => {
    const found = spectra(signalInput(2, 100), depth, { divisor: depth, value: 'magnitude' })
    expectClose(found, expected, stored())
  })

  test('NaN stays in its row, and silence has no logarithm', () => {
    const x = Float32Array.of(1, Number.NaN, 3, 4, 0, 0, 0, 0)
    const found = spectra(x, 4, { divisor: 1, value: 'log' })
    expect(Array.from(found)).toEqual([Number.NaN, Number.NaN, Number.NaN, ...silence])
  })

  test('power, magnitude and logarithm of one number', () => {
    const kept = (value: 'power' | 'magnitude' | 'log') => {
      const out = new Float32Array(1)
      keepSpectrum(Float64Array.of(3, -4), out, value)
      return out[0]
    }
    expect([kept('power'), kept('magnitude'), kept('log')]).toEqual([
      25,
      5,
      Math.fround(Math.log(5)),
    ])
  })
})

const silence = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
