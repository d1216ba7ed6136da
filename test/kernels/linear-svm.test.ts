import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearSvm } from '../../src/kernels/linear-svm.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

const ending = { maxIterations: 300, tolerance: 1e-10 }

function rows(count: number, depth: number, seed: number, apart: number) {
  const y = Float64Array.from({ length: count }, (_, r) => (r * 7) % 2)
  const x = normals(count * depth, seed).map((v, i) => v + apart * y[Math.floor(i / depth)])
  return { x, y, classes: 2, weights: normals(count, seed + 1).map((v) => 0.5 + Math.abs(v)) }
}

test('two rows lie on either side of the middle', () => {
  const data = {
    x: Float64Array.of(-1, 1),
    y: Float64Array.of(0, 1),
    classes: 2,
    weights: Float64Array.of(1, 1),
  }
  const { weights, intercepts } = linearSvm(data, 1, ending)
  // 2 (1 - w)² + w² / 2 is smallest at w = 0.8
  expectClose([...weights, ...intercepts], [0.8, 0], { absolute: 1e-9, why: 'the end' })
})

test('three classes give three scores', () => {
  const data = { ...rows(30, 4, 1, 1), classes: 3 }
  data.y.forEach((_, r) => {
    data.y[r] = r % 3
  })
  expect(linearSvm(data, 1, ending).intercepts).toHaveLength(3)
})

describe('properties', () => {
  test('the gradient is 0 at the fit, whether classes overlap or not', () => {
    const law = fc.property(
      fc.constantFrom(3, 30, 60),
      fc.constantFrom(0.01, 1, 100),
      fc.constantFrom(0.3, 3),
      fc.nat(1000),
      (depth, c, apart, seed) => {
        const data = rows(40, depth, seed, apart)
        const fit = linearSvm(data, c, ending)
        expect(fit.converged).toBe(true)
        const gradient = [...fit.weights, fit.intercepts[0]].map((w) => w / c)
        data.y.forEach((y, r) => {
          const row = [...data.x.subarray(r * depth, (r + 1) * depth), 1]
          const w = [...fit.weights, fit.intercepts[0]]
          const z = row.reduce((sum, v, d) => sum + v * w[d], 0)
          const t = y === 1 ? 1 : -1
          const off = -2 * data.weights[r] * t * Math.max(0, 1 - t * z)
          row.forEach((v, d) => {
            gradient[d] += off * v
          })
        })
        expectClose(
          gradient,
          gradient.map(() => 0),
          { absolute: 1e-6, why: 'the end' },
        )
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
