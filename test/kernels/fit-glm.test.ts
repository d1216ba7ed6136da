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
