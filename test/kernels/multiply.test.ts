import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gram, multiply, multiplyVector } from '../../src/kernels/multiply.ts'
import { gramScalar, multiplyScalar } from '../../src/kernels/multiply-scalar.ts'
import { panels } from '../../src/kernels/panels.ts'
import { expectClose } from '../close.ts'
import { normals, times, transposed } from '../linalg-golden.ts'

const why = 'sums in another order'

test('a matrix times the transpose of another', () => {
  const product = multiply(panels([1, 2, 3, 4], 2, 2), panels([5, 6], 1, 2))
  expect(Array.from(product)).toEqual([17, 39])
})

test('depths and lengths that do not agree are refused', () => {
  const a = panels([1, 2, 3, 4], 2, 2)
  expect(() => multiply(a, panels([1, 2, 3], 1, 3))).toThrow(RangeError)
  expect(() => multiply(a, a, new Float64Array(3))).toThrow(RangeError)
  expect(() => multiplyVector(a, new Float64Array(3))).toThrow(RangeError)
})

describe('properties', () => {
  const size = fc.integer({ min: 1, max: 11 })

  test('products equal the plain sums, whatever the sizes', () => {
    const law = fc.property(size, size, size, (m, n, k) => {
      const a = normals(m * k, 1)
      const b = normals(n * k, 2)
      const product = multiply(panels(a, m, k), panels(b, n, k))
      expectClose(product, times(a, transposed(b, n), m), { relative: 1e-14, why })
      expectClose(gram(panels(a, m, k)), times(a, transposed(a, m), m), { relative: 1e-14, why })
      const first = multiplyVector(panels(a, m, k), b.slice(0, k))
      expectClose(first, times(a, b.slice(0, k), m), { relative: 1e-14, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  const wide = fc.integer({ min: 8, max: 70 })
  const special = fc.constantFrom(0, 1e5, 1e-310, Number.NaN, Number.POSITIVE_INFINITY)

  test('products have the bits of the plain ones, also with offsets, denormals and NaN', () => {
    const law = fc.property(
      wide,
      wide,
      fc.integer({ min: 1, max: 300 }),
      special,
      (m, n, k, by) => {
        const values = normals(m * k, 1).map((v) => v + (by === 1e5 ? by : 0))
        if (by !== 1e5) values[(7 * k) >> 1] = by
        const a = panels(values, m, k)
        const b = panels(normals(n * k, 2), n, k)
        expect(multiply(a, b)).toEqual(multiplyScalar(a, b))
        expect(gram(a)).toEqual(gramScalar(a))
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('nor do blocks of rows and terms change a bit', () => {
    const a = panels(normals(517 * 9, 5), 517, 9)
    expect(gram(a)).toEqual(gramScalar(a))
    expect(multiply(a, a)).toEqual(multiplyScalar(a, a))
    const long = panels(normals(9 * 2051, 6), 9, 2051)
    expect(multiply(long, long)).toEqual(multiplyScalar(long, long))
  })

  test('equal rows give equal bits wherever they stand, NaN stays in its row', () => {
    const law = fc.property(size, size, fc.nat(), (m, k, nth) => {
      const a = normals(m * k, 3)
      const w = panels(normals(3 * k, 4), 3, k)
      const r = nth % m
      const alone = multiply(panels(a.slice(r * k, (r + 1) * k), 1, k), w)
      expect(multiply(panels(a, m, k), w).slice(3 * r, 3 * r + 3)).toEqual(alone)
      const clean = multiply(panels(a, m, k), w)
      a[r * k] = Number.NaN
      const spoilt = multiply(panels(a, m, k), w)
      const apart = [...spoilt.keys()].filter((i) => !Object.is(spoilt[i], clean[i]))
      expect(apart).toEqual([3 * r, 3 * r + 1, 3 * r + 2])
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
