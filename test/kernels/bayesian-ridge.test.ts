import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bayesianRidge } from '../../src/kernels/bayesian-ridge.ts'
import { linearScores } from '../../src/kernels/linear-scores.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

const seeded = { seed: 1, numRuns: 50 }
const why = 'sums in another order'

/** Rows whose number is a weight of each feature in turn and noise. */
function made(rows: number, depth: number, noise: number, seed: number) {
  const x = Float64Array.from(normals(rows * depth, seed))
  const draw = random(seed)
  const y = Float64Array.from({ length: rows }, (_, r) => {
    let sum = 3 + noise * draw.normal()
    for (let d = 0; d < depth; d++) sum += (d % 2 ? -1 : 1) * x[r * depth + d]
    return sum
  })
  return { x, y }
}

describe('bayesianRidge', () => {
  test('noise is found, and 95 % of new rows lie within 1.96 standard deviations', () => {
    const { x, y } = made(400, 5, 0.5, 1)
    const fit = bayesianRidge(x, y)
    expect(1 / Math.sqrt(fit.noise)).toBeCloseTo(0.5, 1)
    const other = made(2000, 5, 0.5, 2)
    const means = linearScores(other.x, 2000, fit)
    const deviations = fit.deviations(other.x, 2000)
    const inside = other.y.filter((v, r) => Math.abs(v - means[r]) <= 1.96 * deviations[r])
    expect(inside.length / 2000).toBeGreaterThan(0.93)
    expect(inside.length / 2000).toBeLessThan(0.97)
  })

  test('a number without spread leaves the mean and next to no doubt', () => {
    const fit = bayesianRidge(Float64Array.from(normals(12, 1)), new Float64Array(6).fill(2))
    expectClose(fit.intercepts, [2], { absolute: 1e-9, why })
    expectClose(fit.weights, [0, 0], { absolute: 1e-9, why })
  })
})

describe('properties', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 4, max: 30 }),
    depth: fc.integer({ min: 1, max: 12 }),
    seed: fc.nat(1000),
  })

  test('doubt is smallest at the mean of the training rows and never below the noise', () => {
    fc.assert(
      fc.property(sizes, ({ rows, depth, seed }) => {
        const { x, y } = made(rows, depth, 1, seed)
        const fit = bayesianRidge(x, y)
        const mean = new Float64Array(depth)
        for (let i = 0; i < x.length; i++) mean[i % depth] += x[i] / rows
        const [least] = fit.deviations(mean, 1)
        expectClose([least], [1 / Math.sqrt(fit.noise)], { relative: 1e-9, why })
        for (const own of fit.deviations(x, rows)) expect(own).toBeGreaterThanOrEqual(least - 1e-12)
      }),
      seeded,
    )
  })

  test('a shift of features and numbers moves nothing but the intercept', () => {
    fc.assert(
      fc.property(sizes, ({ rows, depth, seed }) => {
        const { x, y } = made(rows, depth, 1, seed)
        const one = bayesianRidge(x, y)
        const moved = x.map((v) => v + 2)
        const other = bayesianRidge(
          moved,
          y.map((v) => v - 5),
        )
        const how = { relative: 1e-5, absolute: 1e-7, why: 'turns end within 1e-10 of themselves' }
        expectClose(other.weights, one.weights, how)
        expectClose(other.deviations(moved, rows), one.deviations(x, rows), how)
      }),
      seeded,
    )
  })
})
