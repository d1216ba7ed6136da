import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generalizedEigen } from '../../src/kernels/generalized-eigen.ts'
import { expectClose } from '../close.ts'

describe('generalizedEigen', () => {
  test('of diagonal matrices the values are their ratios, descending', () => {
    const { values, vectors } = generalizedEigen(
      Float64Array.of(2, 0, 0, 12),
      Float64Array.of(1, 0, 0, 4),
      2,
    )
    expectClose(values, [3, 2], { absolute: 1e-14, why: 'f64' })
    expectClose(vectors, [0, 0.5, 1, 0], { absolute: 1e-14, why: 'f64' })
  })

  test('a dimension that both lack is left out', () => {
    const one = Float64Array.of(1, -1, -1, 1)
    const { values, vectors } = generalizedEigen(one, one, 2)
    expect(values.length).toBe(1)
    expect(values[0]).toBeCloseTo(1, 12)
    expect(vectors[0]).toBeCloseTo(0.5, 12)
  })
})

describe('properties', () => {
  test('s times a vector is the value times r times the vector, and wᵀ r w is 1', () => {
    const law = fc.property(fc.integer({ min: 2, max: 7 }), fc.nat(999), (n, seed) => {
      const made = (shift: number) => {
        const a = Float64Array.from({ length: n * n }, (_, i) => Math.sin(seed + shift * i + i * i))
        const out = new Float64Array(n * n)
        for (let i = 0; i < n * n; i++) {
          for (let k = 0; k < n; k++) out[i] += a[Math.floor(i / n) * n + k] * a[(i % n) * n + k]
          if (Math.floor(i / n) === i % n) out[i] += 1
        }
        return out
      }
      const [s, r] = [made(3), made(5)]
      const { values, vectors } = generalizedEigen(s, r, n)
      values.forEach((value, k) => {
        const w = vectors.subarray(k * n, (k + 1) * n)
        const times = (m: Float64Array) =>
          Float64Array.from(w, (_, i) => w.reduce((sum, v, j) => sum + m[i * n + j] * v, 0))
        const right = times(r)
        const expected = right.map((v) => v * value)
        expectClose(times(s), expected, { absolute: 1e-10 * (1 + value), why: 'f64' })
        expect(right.reduce((sum, v, i) => sum + v * w[i], 0)).toBeCloseTo(1, 10)
      })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
