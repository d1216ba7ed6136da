import { describe, expect, test } from 'vitest'
import { highVariance } from '../../src/kernels/high-variance.ts'
import { expectClose } from '../close.ts'
import { timeseries } from '../timeseries-golden.ts'

const { rows, signals, cases } = timeseries.variance
const x = Float32Array.from(signals)

describe('highVariance', () => {
  test('agrees with nilearn up to signs, detrended and not', () => {
    for (const { values, ...options } of cases) {
      const found = highVariance(x, rows, options).map(Math.abs)
      expectClose(found, values, { absolute: 2e-6, why: 'rows are detrended in f32' })
    }
  })

  test('the largest value of a component is above 0; few rows give few components', () => {
    const found = highVariance(x, rows, { components: 2, percent: 100, detrend: true })
    const samples = x.length / rows
    for (let k = 0; k < 2; k++) {
      const row = [...found.subarray(k * samples, (k + 1) * samples)]
      expect(Math.max(...row)).toBe(Math.max(...row.map(Math.abs)))
    }
    const one = highVariance(x.subarray(0, samples), 1, {
      components: 5,
      percent: 100,
      detrend: true,
    })
    expect(one.length).toBe(samples)
  })

  test('a row with NaN is left out; lengths must agree', () => {
    const holed = x.slice()
    holed[0] = Number.NaN
    const found = highVariance(holed, rows, { components: 1, percent: 50, detrend: true })
    expect(found.every(Number.isFinite)).toBe(true)
    expect(() => highVariance(x, 7, cases[0])).toThrow(RangeError)
  })
})
