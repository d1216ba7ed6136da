import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { solve } from '../../src/kernels/solve.ts'
import { expectClose } from '../close.ts'
import { antiDiagonal, denseGolden } from '../dense-golden.ts'
import { hashed, normals, times } from '../linalg-golden.ts'

interface Case {
  size: number
  columns: number
  x: number[]
}

test.each(denseGolden<Case[]>('solve.json'))('$size unknowns as NumPy', ({ size, columns, x }) => {
  const found = solve(antiDiagonal(size), size, hashed(size, columns))
  expectClose(found, x, { relative: 1e-11, why: 'rounding by the condition number' })
})

test('rows are exchanged where a pivot is zero', () => {
  expect(Array.from(solve(Float64Array.of(0, 2, 4, 0), 2, Float64Array.of(2, 4)))).toEqual([1, 1])
  expect(solve(new Float64Array(0), 0, new Float64Array(0))).toHaveLength(0)
})

test('what has no solution is refused', () => {
  expect(() => solve(Float64Array.of(1, 2, 2, 4), 2, new Float64Array(2))).toThrow(/column 1/)
  expect(() => solve(new Float64Array(1600), 40, new Float64Array(40))).toThrow(/column 0/)
  expect(() => solve(Float64Array.of(NaN), 1, Float64Array.of(1))).toThrow(/not finite/)
  expect(() => solve(Float64Array.of(1), 1, Float64Array.of(Infinity))).toThrow(/not finite/)
  expect(() => solve(new Float64Array(3), 2, new Float64Array(2))).toThrow(RangeError)
  expect(() => solve(new Float64Array(4), 2, new Float64Array(3))).toThrow(RangeError)
})

describe('properties', () => {
  test('the solution solves, whatever the sizes; nothing given is changed', () => {
    const sizes = fc.integer({ min: 1, max: 90 })
    const law = fc.property(sizes, fc.integer({ min: 1, max: 9 }), fc.nat(1000), (n, m, seed) => {
      const a = normals(n * n, seed)
      for (let i = 0; i < n; i++) a[i * n + ((i + seed) % n)] += 30
      const b = normals(n * m, seed + 1)
      const before = [a.slice(), b.slice()]
      const x = solve(a, n, b)
      expectClose(times(a, x, n), b, { relative: 1e-12, why: 'rounding' })
      expect([a, b]).toEqual(before)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
