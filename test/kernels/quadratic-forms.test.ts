import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { panels } from '../../src/kernels/panels.ts'
import { quadraticForms } from '../../src/kernels/quadratic-forms.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'

/** The lower triangle of a symmetric matrix, doubled below the diagonal. */
function triangleOf(a: Float64Array, n: number) {
  return panels(
    a.map((value, i) => {
      const [row, column] = [Math.floor(i / n), i % n]
      return column < row ? 2 * value : column === row ? value : 0
    }),
    n,
    n,
  )
}

describe('quadraticForms', () => {
  test('of two vectors and two matrices', () => {
    const one = triangleOf(Float64Array.of(2, 1, 1, 3), 2)
    const other = triangleOf(Float64Array.of(1, 0, 0, 1), 2)
    const forms = quadraticForms([one, other], panels([1, 2, -1, 1], 2, 2))
    expect(forms.map((form) => [...form])).toEqual([
      [18, 3],
      [5, 2],
    ])
  })

  test('vectors of another length are refused', () => {
    const triangle = triangleOf(Float64Array.of(1), 1)
    expect(() => quadraticForms([triangle], panels([1, 2], 1, 2))).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('equal xᵀ a x by plain sums, and do not depend on the other vectors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9 }), (n, count) => {
        const draw = random(n)
        const noise = (length: number) => Float64Array.from({ length }, () => draw.uniform() - 0.5)
        const [half, x] = [noise(n * n), noise(count * n)]
        const a = half.map((value, i) => value + half[(i % n) * n + Math.floor(i / n)])
        const [forms] = quadraticForms([triangleOf(a, n)], panels(x, count, n))
        const plain = Float64Array.from({ length: count }, (_, q) => {
          const own = x.subarray(q * n, (q + 1) * n)
          return a.reduce((sum, value, i) => sum + value * own[Math.floor(i / n)] * own[i % n], 0)
        })
        expectClose(forms, plain, { absolute: 1e-12 * n, why: 'sums of n² terms of both signs' })
        const [last] = quadraticForms([triangleOf(a, n)], panels(x.subarray(-n), 1, n))
        expect(last[0]).toBe(forms[count - 1])
      }),
      { seed: 1, numRuns: 20 },
    )
  })
})
