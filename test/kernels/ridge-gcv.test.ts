import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ridgeGcv } from '../../src/kernels/ridge-gcv.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

test('a line is found, with a penalty small enough', () => {
  const fit = ridgeGcv(Float64Array.of(0, 1, 2, 3), Float64Array.of(1, 3, 5, 7), 4, [1e-9, 10])
  expect(fit.alpha).toBe(1e-9)
  expectClose([...fit.weights, ...fit.intercepts], [2, 1], { absolute: 1e-8, why: 'penalty' })
})

test('of equal errors the first penalty is taken', () => {
  const constant = new Float64Array(4).fill(5)
  expect(ridgeGcv(Float64Array.of(0, 1, 2, 3), constant, 4, [3, 1]).alpha).toBe(3)
})

describe('properties', () => {
  test('errors are those of leaving each row out, for few features and many', () => {
    const law = fc.property(
      fc.constantFrom(2, 5, 12, 30),
      fc.constantFrom(0.1, 1, 100),
      fc.nat(1000),
      (depth, alpha, seed) => {
        const rows = 12
        const x = normals(rows * depth, seed)
        const y = normals(rows, seed + 1)
        let sum = 0
        for (let out = 0; out < rows; out++) {
          const kept = Array.from({ length: rows }, (_, r) => r).filter((r) => r !== out)
          const part = kept.flatMap((r) => [...x.subarray(r * depth, (r + 1) * depth)])
          const fit = ridgeGcv(
            Float64Array.from(part),
            Float64Array.from(kept, (r) => y[r]),
            rows - 1,
            [alpha],
          )
          let predicted = fit.intercepts[0]
          for (let d = 0; d < depth; d++) predicted += fit.weights[d] * x[out * depth + d]
          sum += (predicted - y[out]) ** 2 / rows
        }
        const { errors } = ridgeGcv(x, y, rows, [alpha])
        expectClose(errors, [sum], { relative: 1e-9, why: 'another equation for the same' })
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
