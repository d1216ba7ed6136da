import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withRowProducts } from '../../src/kernels/row-products.ts'
import { expectClose } from '../close.ts'

describe('withRowProducts', () => {
  test('two rows of three', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5, 6)
    const [z, sums, out] = [2, 3, 3].map((length) => new Float64Array(length))
    withRowProducts(x, 2, (products) => {
      products.scores(Float64Array.of(1, 0, -1), z)
      products.sums(Float64Array.of(1, 10), sums)
      products.bend(Float64Array.of(0.5, 1))
      products.curved(Float64Array.of(1, 0, 0), z, out)
    })
    expect([...sums]).toEqual([41, 52, 63])
    expect([...z]).toEqual([1, 4])
    expect([...out]).toEqual([16.5, 21, 25.5])
  })

  test('rows that do not divide the values are refused', () => {
    expect(() => withRowProducts(new Float64Array(5), 2, () => 0)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('products are those of plain sums, also after larger ones', () => {
    const size = fc.integer({ min: 1, max: 19 })
    withRowProducts(new Float64Array(900).fill(7), 30, () => 0)
    fc.assert(
      fc.property(size, size, fc.integer(), (rows, cols, seed) => {
        const number = (i: number) => Math.sin(seed + 7 * i)
        const x = Float64Array.from({ length: rows * cols }, (_, i) => number(i))
        const p = Float64Array.from({ length: cols }, (_, i) => number(-i))
        const bends = Float64Array.from({ length: rows }, (_, i) => number(i) ** 2)
        const scores = bends.map((_, r) => sum(cols, (c) => x[r * cols + c] * p[c]))
        const curve = p.map((_, c) => sum(rows, (r) => x[r * cols + c] * bends[r] * scores[r]))
        const [z, out] = [new Float64Array(rows), new Float64Array(cols)]
        withRowProducts(x, rows, (products) => {
          products.bend(bends)
          products.curved(p, z, out)
        })
        expectClose(z, scores, { absolute: 1e-13, why: 'another order of sums' })
        expectClose(out, curve, { absolute: 1e-13, why: 'another order of sums' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

function sum(count: number, of: (i: number) => number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += of(i)
  return total
}
