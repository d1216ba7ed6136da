import { describe, expect, test } from 'vitest'
import { fitGlm } from '../../src/kernels/fit-glm.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'

const [samples, columns, rows] = [60, 4, 300]
const draw = random(3)
const design = Float64Array.from({ length: samples * columns }, (_, i) =>
  i % columns === columns - 1 ? 1 : draw.normal(),
)
const y = Float32Array.from({ length: rows * samples }, () => 500 + draw.normal())

describe('fitGlm', () => {
  test('white noise: betas solve the normal equations', () => {
    const { betas, dispersion, rho, freedom } = fitGlm(y, rows, design, 'ols')
    expect([freedom, rho.every((value) => value === 0)]).toEqual([samples - columns, true])
    const left = new Float64Array(samples).map((_, t) => {
      let sum = y[t]
      for (let p = 0; p < columns; p++) sum -= design[t * columns + p] * betas[p]
      return sum
    })
    for (let p = 0; p < columns; p++) {
      const shared = left.reduce((sum, value, t) => sum + value * design[t * columns + p], 0)
      expect(Math.abs(shared)).toBeLessThan(1e-9)
    }
    const squares = left.reduce((sum, value) => sum + value * value, 0)
    expectClose([dispersion[0]], [squares / freedom], { relative: 1e-9, why: 'f64' })
  })

  test('a row gives the same betas wherever it stands; rho is in steps of 1/100', () => {
    const all = fitGlm(y, rows, design, 'ar1')
    const last = fitGlm(y.subarray((rows - 1) * samples), 1, design, 'ar1')
    expect([...last.betas]).toEqual([...all.betas.subarray((rows - 1) * columns)])
    expect(all.rho.every((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-9)).toBe(
      true,
    )
  })

  test('noise that depends on the scan before: betas solve those of the whitened row', () => {
    const red = y.slice()
    for (let i = 1; i < red.length; i++) if (i % samples > 0) red[i] += 0.6 * (red[i - 1] - 500)
    const { betas, dispersion, rho, covariance } = fitGlm(red, rows, design, 'ar1')
    for (const v of [0, 7, rows - 1]) {
      const whiten = (x: (t: number) => number) =>
        Float64Array.from({ length: samples }, (_, t) => x(t) - (t > 0 ? rho[v] * x(t - 1) : 0))
      const x = Array.from({ length: columns }, (_, p) => whiten((t) => design[t * columns + p]))
      const own = betas.subarray(v * columns, (v + 1) * columns)
      const left = whiten((t) => red[v * samples + t]).map((value, t) => {
        return value - x.reduce((sum, column, p) => sum + column[t] * own[p], 0)
      })
      const dot = (a: Float64Array, b: Float64Array) =>
        a.reduce((sum, one, t) => sum + one * b[t], 0)
      for (const column of x) expect(Math.abs(dot(column, left))).toBeLessThan(1e-9)
      const squares = dot(left, left) / (samples - columns)
      expectClose([dispersion[v]], [squares], { relative: 1e-9, why: 'f64' })
      const products = x.flatMap((a) => x.map((b) => dot(a, b)))
      const inverse = covariance.get(rho[v]) ?? new Float64Array()
      const unit = products.map((_, i) => {
        const [row, column] = [Math.floor(i / columns), i % columns]
        return x.reduce((sum, _, p) => {
          return sum + products[row * columns + p] * inverse[p * columns + column]
        }, 0)
      })
      const identity = unit.map((_, i) => (i % (columns + 1) === 0 ? 1 : 0))
      expectClose(unit, identity, { absolute: 1e-9, why: 'f64' })
    }
  })

  test('a constant row has no variance, NaN stays in its row', () => {
    const spoilt = y.slice(0, 3 * samples)
    spoilt.fill(7, 0, samples)
    spoilt[samples] = Number.NaN
    const { dispersion, betas, rho } = fitGlm(spoilt, 3, design, 'ar1')
    expect([dispersion[0], rho[0], betas[columns - 1]]).toEqual([0, 0, 7])
    expect(dispersion[1]).toBeNaN()
    expect(Number.isFinite(dispersion[2])).toBe(true)
  })

  test('refuses columns that depend on each other, and too few samples', () => {
    const twice = design.map((value, i) => (i % columns === 1 ? design[i - 1] : value))
    expect(() => fitGlm(y, rows, twice, 'ols')).toThrow(/depend/)
    expect(() => fitGlm(y.subarray(0, 4), 1, design.subarray(0, 16), 'ols')).toThrow(RangeError)
  })
})
