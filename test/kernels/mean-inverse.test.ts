import { afterEach, describe, expect, test } from 'vitest'
import { handsOf, newSeats } from '../../src/execution/hands.ts'
import { lendHands } from '../../src/kernels/crew.ts'
import { meanInverse } from '../../src/kernels/mean-inverse.ts'
import { multiply } from '../../src/kernels/multiply.ts'
import { panels } from '../../src/kernels/panels.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

afterEach(() => lendHands(undefined))

/** Positive definite, shape [N, N]. */
function definite(n: number, seed: number): Float64Array {
  const half = panels(normals(n * 2 * n, seed), n, 2 * n)
  return multiply(half, half)
}

describe('meanInverse', () => {
  test('of two diagonal matrices, by themselves and with a third', () => {
    const c = Float64Array.of(1, 0, 0, 2, 4, 0, 0, 2)
    const m = Float64Array.of(3, 0, 0, 0)
    const why = { relative: 1e-14, why: 'rounding' }
    expectClose(meanInverse(c, 2, m, 1) ?? [], [0.625, 0, 0, 0.5], why)
    expectClose(meanInverse(c, 2, m, 0.5) ?? [], [(1 / 2 + 1 / 3.5) / 2, 0, 0, 1], why)
  })

  test('is nothing when a matrix is not positive definite', () => {
    const c = Float64Array.of(1, 0, 0, 2, 1, 2, 2, 1)
    expect(meanInverse(c, 2, new Float64Array(4), 1)).toBeUndefined()
  })

  test.each([3, 70, 131])(
    'of one matrix of %i it is the inverse, on any number of threads',
    (n) => {
      const [c, zeros] = [definite(n, n), new Float64Array(n * n)]
      const many = Float64Array.from({ length: 9 * n * n }, (_, i) => c[i % (n * n)])
      const alone = meanInverse(many, n, zeros, 1) ?? zeros
      const product = multiply(panels(alone, n, n), panels(c, n, n))
      const identity = Float64Array.from(product, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
      expectClose(product, identity, { absolute: 1e-10, why: 'condition numbers of some 30' })
      lendHands(handsOf(newSeats(2)))
      expect(meanInverse(many, n, zeros, 1)).toEqual(alone)
    },
  )
})
