import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { regressOut } from '../../src/kernels/regress-out.ts'
import { expectClose } from '../close.ts'

const row = (samples: number) =>
  fc.array(fc.integer({ min: -100, max: 100 }), {
    minLength: samples,
    maxLength: samples,
  })

describe('regressOut', () => {
  test('removes a regressor and keeps the mean', () => {
    const regressor = Float64Array.of(-1, 0, 1, 0)
    const x = Float32Array.from(regressor, (value) => 10 + 3 * value)
    expect([...regressOut(x, regressor, 4)]).toEqual([10, 10, 10, 10])
  })

  test('leaves rows as they are without regressors, and with constant ones', () => {
    const x = Float32Array.of(1, 5, 2)
    expect([...regressOut(x, new Float64Array(0), 3)]).toEqual([1, 5, 2])
    expect([...regressOut(x, Float64Array.of(7.3, 7.3, 7.3), 3)]).toEqual([1, 5, 2])
  })

  test('keeps NaN in its row', () => {
    const out = regressOut(Float32Array.of(1, Number.NaN, 3, 1, 2, 4), Float64Array.of(1, 2, 4), 3)
    expect([...out].map(Number.isNaN)).toEqual([true, true, true, false, false, false])
  })

  test('refuses lengths that are no rows', () => {
    expect(() => regressOut(new Float32Array(5), new Float64Array(4), 4)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('what is left is orthogonal to every centred regressor (normal equations)', () => {
    fc.assert(
      fc.property(row(12), row(12), row(12), (x, a, b) => {
        const left = regressOut(Float32Array.from(x), Float64Array.from([...a, ...b]), 12)
        for (const regressor of [a, b]) {
          const mean = regressor.reduce((sum, value) => sum + value, 0) / 12
          const centred = regressor.map((value) => value - mean)
          const length = Math.hypot(...centred)
          const product = centred.reduce((sum, value, t) => sum + value * left[t], 0)
          if (length > 0) expect(Math.abs(product / length)).toBeLessThan(1e-3)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('scale, offset, order and repetition of regressors do not matter', () => {
    fc.assert(
      fc.property(row(10), row(10), row(10), (x, a, b) => {
        const signal = Float32Array.from(x)
        const plain = regressOut(signal, Float64Array.from([...a, ...b]), 10)
        const other = [...b.map((value) => 1000 - 20 * value), ...a, ...a]
        const same = regressOut(signal, Float64Array.from(other), 10)
        expectClose(same, plain, { absolute: 1e-3, why: 'stored as f32' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
