import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeDesign } from '../../src/kernels/design.ts'
import { type Loss, newtonCg } from '../../src/kernels/newton-cg.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

/** Half the squared distance of scores from targets. */
function squares(targets: Float64Array): Loss {
  return {
    outputs: 1,
    smooth: true,
    slope: (z, out) => out.set(z.map((value, r) => value - targets[r])),
    curve: (v, out) => out.set(v),
    bends: (out) => out.fill(1),
  }
}

/** A quarter of the distances to the fourth power: nearly flat around the minimum. */
function fourth(targets: Float64Array): Loss {
  let apart = new Float64Array(targets.length)
  return {
    outputs: 1,
    smooth: true,
    slope(z, out) {
      apart = z.map((value, r) => value - targets[r])
      out.set(apart.map((value) => value ** 3))
    },
    curve: (v, out) => out.set(v.map((value, r) => 3 * apart[r] ** 2 * value)),
    bends: (out) => out.set(apart.map((value) => 3 * value ** 2)),
  }
}

const ending = { maxIterations: 100, tolerance: 1e-10 }

test('a line through three points', () => {
  const design = makeDesign(Float64Array.of(0, 1, 2), 3, { weights: 0, intercept: 0 })
  const { coefficients, converged } = newtonCg(design, squares(Float64Array.of(1, 3, 5)), ending)
  expect(converged).toBe(true)
  expectClose(coefficients, [2, 1], { absolute: 1e-9, why: 'the end of the iteration' })
})

test('at the minimum nothing moves', () => {
  const design = makeDesign(Float64Array.of(0, 1, 2), 3, { weights: 0, intercept: 0 })
  const start = Float64Array.of(2, 1)
  const fit = newtonCg(design, squares(Float64Array.of(1, 3, 5)), { ...ending, start })
  expect(fit).toEqual({ coefficients: start, iterations: 1, converged: true })
})

test('too few iterations are told', () => {
  const design = makeDesign(normals(30, 1), 10, { weights: 0.1, intercept: 0 })
  const fit = newtonCg(design, fourth(normals(10, 2)), { ...ending, maxIterations: 2 })
  expect(fit).toMatchObject({ iterations: 2, converged: false })
})

describe('properties', () => {
  test('the gradient is 0 at the end, also where the curvature varies', () => {
    const law = fc.property(fc.nat(1000), (seed) => {
      const x = normals(40 * 3, seed)
      const targets = normals(40, seed + 1)
      const design = makeDesign(x, 40, { weights: 0.3, intercept: 0.3 })
      const { coefficients, converged } = newtonCg(design, fourth(targets), ending)
      expect(converged).toBe(true)
      const gradient = coefficients.map((v) => 0.3 * v)
      for (let r = 0; r < 40; r++) {
        const row = [x[3 * r], x[3 * r + 1], x[3 * r + 2], 1]
        const z = row.reduce((sum, v, i) => sum + v * coefficients[i], 0)
        row.forEach((v, i) => {
          gradient[i] += v * (z - targets[r]) ** 3
        })
      }
      expectClose(gradient, [0, 0, 0, 0], { absolute: 1e-7, why: 'the end of the iteration' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
