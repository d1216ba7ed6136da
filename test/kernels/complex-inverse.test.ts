import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complexInverse } from '../../src/kernels/complex-inverse.ts'
import { expectClose } from '../close.ts'

describe('complexInverse', () => {
  test('of i it is -i, and rows are swapped where the first is 0', () => {
    expect([...complexInverse(Float64Array.of(0, 1), 1)]).toEqual([0, -1])
    const swap = Float64Array.of(0, 0, 1, 0, 1, 0, 0, 0)
    expectClose(complexInverse(swap, 2), swap, { absolute: 0, why: 'exact' })
  })

  test('of a singular matrix it is not finite', () => {
    expect(complexInverse(new Float64Array(8), 2).every(Number.isFinite)).toBe(false)
  })
})

describe('properties', () => {
  test('a matrix times its inverse is the identity', () => {
    const law = fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(1000), (n, seed) => {
      const a = Float64Array.from({ length: 2 * n * n }, (_, i) => Math.sin(seed + i * i + i))
      for (let i = 0; i < n; i++) a[2 * (i * n + i)] += n
      const b = complexInverse(a, n)
      const product = new Float64Array(2 * n * n)
      const identity = new Float64Array(2 * n * n)
      for (let i = 0; i < n; i++) {
        identity[2 * (i * n + i)] = 1
        for (let j = 0; j < n; j++) {
          for (let k = 0; k < n; k++) {
            const [x, y, to] = [2 * (i * n + k), 2 * (k * n + j), 2 * (i * n + j)]
            product[to] += a[x] * b[y] - a[x + 1] * b[y + 1]
            product[to + 1] += a[x] * b[y + 1] + a[x + 1] * b[y]
          }
        }
      }
      expectClose(product, identity, { absolute: 1e-12, why: 'f64' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
