import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logisticRegression } from '../../src/kernels/logistic-regression.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

const ending = { maxIterations: 200, tolerance: 1e-10 }

/** Rows of classes that overlap, and the weights of a fit. */
function rows(count: number, depth: number, classes: number, seed: number) {
  const y = Float64Array.from({ length: count }, (_, r) => (r * 7) % classes)
  const x = normals(count * depth, seed).map((v, i) => {
    const r = Math.floor(i / depth)
    return v + ((i % depth) % classes === y[r] ? 0.8 : 0)
  })
  return { x, y, classes, weights: normals(count, seed + 1).map((v) => 0.5 + Math.abs(v)) }
}

/** Derivative of the objective at a fit, largest magnitude. */
function steepness(
  data: ReturnType<typeof rows>,
  fit: ReturnType<typeof logisticRegression>,
  c: number,
): number {
  const depth = data.x.length / data.y.length
  const outputs = fit.intercepts.length
  const gradient = fit.weights.map((w) => w / c)
  const free = new Float64Array(outputs)
  data.y.forEach((y, r) => {
    const row = data.x.subarray(r * depth, (r + 1) * depth)
    const z = Array.from(fit.intercepts, (b, k) =>
      row.reduce((sum, v, d) => sum + v * fit.weights[k * depth + d], b),
    )
    const all = outputs === 1 ? [0, z[0]] : z
    const total = all.reduce((sum, v) => sum + Math.exp(v), 0)
    for (let k = 0; k < outputs; k++) {
      const one = outputs === 1 ? 1 : k
      const off = data.weights[r] * (Math.exp(all[one]) / total - (y === one ? 1 : 0))
      free[k] += off
      for (let d = 0; d < depth; d++) gradient[k * depth + d] += off * row[d]
    }
  })
  return Math.max(...gradient.map(Math.abs), ...free.map(Math.abs))
}

test('without features the intercept is the log-odds', () => {
  const y = Float64Array.of(1, 1, 1, 0)
  const data = { x: new Float64Array(4), y, classes: 2, weights: new Float64Array(4).fill(1) }
  const { weights, intercepts } = logisticRegression(data, 1, ending)
  expectClose([...weights, ...intercepts], [0, Math.log(3)], { absolute: 1e-9, why: 'the end' })
})

test('too few iterations are told', () => {
  const fit = logisticRegression(rows(40, 3, 2, 1), 1, { ...ending, maxIterations: 1 })
  expect(fit.converged).toBe(false)
})

test.each([1e-3, 1, 100])('300 features of 150 rows, without their products: c = %d', (c) => {
  for (const classes of [2, 3]) {
    const data = rows(150, 300, classes, 5)
    const fit = logisticRegression(data, c, ending)
    expect(fit.converged).toBe(true)
    expectClose([steepness(data, fit, c)], [0], { absolute: 1e-6, why: 'the end' })
  }
})

describe('properties', () => {
  test('the gradient is 0 at the fit, for two classes and more, also with more features', () => {
    const strengths = fc.constantFrom(0.01, 1, 100)
    const law = fc.property(
      fc.integer({ min: 2, max: 4 }),
      fc.constantFrom(3, 60),
      strengths,
      fc.nat(1000),
      (classes, depth, c, seed) => {
        const data = rows(45, depth, classes, seed)
        const fit = logisticRegression(data, c, ending)
        expect(fit.converged).toBe(true)
        expectClose([steepness(data, fit, c)], [0], { absolute: 1e-6, why: 'the end' })
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('a constant added to a feature changes only the intercept', () => {
    const law = fc.property(fc.integer({ min: -100, max: 100 }), fc.nat(1000), (by, seed) => {
      const data = rows(40, 3, 2, seed)
      const moved = { ...data, x: data.x.map((v, i) => v + (i % 3 === 1 ? by : 0)) }
      const fit = logisticRegression(data, 1, ending)
      const other = logisticRegression(moved, 1, ending)
      const why = 'rounding of the features'
      expectClose(other.weights, fit.weights, { relative: 1e-7, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
