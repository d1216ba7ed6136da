import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { largestEigenpairs } from '../../src/kernels/largest-eigenpairs.ts'
import { expectClose } from '../close.ts'

describe('largestEigenpairs', () => {
  test('of the second difference they are cosines', () => {
    const n = 9
    const { values, vectors } = largestEigenpairs(
      new Float64Array(n).fill(2),
      new Float64Array(n - 1).fill(-1),
      3,
    )
    const expected = [1, 2, 3].map((k) => 2 + 2 * Math.cos((k * Math.PI) / (n + 1)))
    expectClose(values, expected, { relative: 1e-14, why: 'bisection to the last bit' })
    const signs = Array.from(vectors.subarray(0, n), Math.sign)
    expect(Math.abs(signs.reduce((sum, sign, i) => sum + (i % 2 === 0 ? sign : -sign), 0))).toBe(n)
  })

  test('of one number it is that number', () => {
    const { values, vectors } = largestEigenpairs(Float64Array.of(3), new Float64Array(0), 1)
    expectClose(values, [3], { relative: 1e-14, why: 'bisection' })
    expect(Math.abs(vectors[0])).toBe(1)
  })
})

describe('properties', () => {
  test('a matrix times a vector is the value times the vector', () => {
    const law = fc.property(fc.integer({ min: 3, max: 60 }), fc.nat(1000), (n, seed) => {
      const diagonal = Float64Array.from({ length: n }, (_, i) => Math.sin(seed + 7 * i) * n)
      const beside = Float64Array.from({ length: n - 1 }, (_, i) => 1 + Math.cos(seed + i) / 2)
      const { values, vectors } = largestEigenpairs(diagonal, beside, 2)
      values.forEach((value, k) => {
        const v = vectors.subarray(k * n, (k + 1) * n)
        const product = v.map(
          (x, i) =>
            diagonal[i] * x +
            (i > 0 ? beside[i - 1] * v[i - 1] : 0) +
            (i + 1 < n ? beside[i] * v[i + 1] : 0),
        )
        const expected = v.map((x) => value * x)
        expectClose(product, expected, { absolute: 1e-12 * n, why: 'inverse iteration' })
      })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
