import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { halfSpectrum } from '../../src/kernels/half-spectrum.ts'
import { expectClose } from '../close.ts'

const spectrumOf = (x: readonly number[]) => {
  const into = new Float64Array(2 * (Math.floor(x.length / 2) + 1))
  halfSpectrum(x.length)(Float64Array.from(x), into)
  return Array.from(into)
}
const close = { absolute: 1e-9, why: 'f64 sums in another order' }

describe('half spectrum', () => {
  test('of an impulse is one at every frequency', () => {
    expectClose(spectrumOf([1, 0, 0, 0, 0]), [1, 0, 1, 0, 1, 0], close)
    expectClose(spectrumOf([1, 0, 0, 0]), [1, 0, 1, 0, 1, 0], close)
    expect(spectrumOf([3])).toEqual([3, 0])
  })

  test('there is none of nothing', () => {
    expect(() => halfSpectrum(0)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('it equals the sum that defines it, whether the length is odd or even', () => {
    const value = fc.integer({ min: -100, max: 100 })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 33 }), (x) => {
        const expected = Array.from({ length: Math.floor(x.length / 2) + 1 }, (_, k) => {
          const at = (of: (a: number) => number) =>
            x.reduce((sum, v, n) => sum + v * of((-2 * Math.PI * k * n) / x.length), 0)
          return [at(Math.cos), at(Math.sin)]
        })
        expectClose(spectrumOf(x), expected.flat(), close)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
