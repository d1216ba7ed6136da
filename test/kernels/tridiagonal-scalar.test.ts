import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tridiagonalScalar } from '../../src/kernels/tridiagonal-scalar.ts'
import { expectClose } from '../close.ts'
import { identity, symmetric, times, transposed } from '../linalg-golden.ts'

test('what is tridiagonal already stays', () => {
  const a = Float64Array.of(1, 2, 0, 2, 3, 4, 0, 4, 5)
  const { diagonal, beside, q } = tridiagonalScalar(a, 3)
  expect([...diagonal, ...beside]).toEqual([1, 3, 5, 2, 4, 0])
  expect(q).toEqual(identity(3))
})

test('q is left out where it is not wanted; a matrix that is not square is refused', () => {
  expect(tridiagonalScalar(symmetric(4, 1), 4, false).q).toHaveLength(0)
  expect(() => tridiagonalScalar(new Float64Array(5), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('q is orthogonal and q t qᵀ is the matrix', () => {
    const law = fc.property(fc.integer({ min: 1, max: 15 }), fc.nat(1000), (n, seed) => {
      const a = symmetric(n, seed)
      const { diagonal, beside, q } = tridiagonalScalar(a, n)
      const t = Float64Array.from(a, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n]
        if (i === j) return diagonal[i]
        return Math.abs(i - j) === 1 ? beside[Math.min(i, j)] : 0
      })
      const why = 'rounding'
      expectClose(times(q, transposed(q, n), n), identity(n), { absolute: 1e-14, why })
      const back = times(times(q, t, n), transposed(q, n), n)
      expectClose(back, a, { relative: 1e-13, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
