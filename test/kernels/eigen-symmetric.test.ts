import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eigenSymmetric, eigenvaluesSymmetric } from '../../src/kernels/eigen-symmetric.ts'
import { eigenSymmetricScalar } from '../../src/kernels/eigen-symmetric-scalar.ts'
import { expectClose } from '../close.ts'
import { denseGolden, denseMatrix } from '../dense-golden.ts'
import { identity, linalgGolden, symmetric, times, transposed } from '../linalg-golden.ts'

interface Case {
  name: string
  size: number
  a: number[]
  values: number[]
}

test.each(linalgGolden<Case[]>('eigen.json'))('eigenvalues of $name equal NumPy', (golden) => {
  const { a, size, values } = golden
  const tolerance = { relative: 1e-14, why: 'relative to the largest, as the error is' }
  expectClose(eigenSymmetric(Float64Array.from(a), size).values, values, tolerance)
  expectClose(eigenvaluesSymmetric(Float64Array.from(a), size), values, tolerance)
})

interface LargeCase {
  kind: string
  size: number
  values: number[]
}

test.each(denseGolden<LargeCase[]>('eigen.json'))('$kind of $size as NumPy', (golden) => {
  const { kind, size, values } = golden
  const half = denseMatrix(kind, size, size)
  const a = half.map((v, i) => v + half[(i % size) * size + Math.floor(i / size)])
  expectDecomposed(a, size)
  const tolerance = { relative: 1e-13, why: 'relative to the largest, as the error is' }
  expectClose(eigenSymmetric(a, size).values, values, tolerance)
})

/** Orthonormal vectors, values of the plain algorithm, small residuals. */
function expectDecomposed(a: Float64Array, n: number): void {
  const { values, vectors } = eigenSymmetric(a, n)
  const why = 'rounding'
  expectClose(times(transposed(vectors, n), vectors, n), identity(n), { absolute: 2e-13, why })
  const scaled = vectors.map((v, i) => v * values[i % n])
  expectClose(times(scaled, transposed(vectors, n), n), a, { relative: 1e-12, why })
  expectClose(values, eigenSymmetricScalar(a, n).values, { relative: 1e-13, why })
  expect(values.every((v, k) => k === 0 || v >= values[k - 1])).toBe(true)
}

/** A tridiagonal matrix from its diagonal and what is beside it. */
function tridiagonalOf(n: number, d: (i: number) => number, e: (i: number) => number) {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return i === j ? d(i) : Math.abs(i - j) === 1 ? e(Math.min(i, j)) : 0
  })
}

test.each([
  ['pairs of nearly equal values', (i: number) => Math.abs(i - 30), () => 1],
  ['evenly spaced', () => 2, () => -1],
  ['that falls apart', (i: number) => i % 3, (i: number) => (i % 5 ? 1 : 0)],
  ['nearly apart', (i: number) => i % 3, (i: number) => 10 ** -(i % 20)],
  ['tiny beside', () => 1, () => 1e-9],
  ['denormal', () => 1e-310, () => 1e-311],
] as const)('a tridiagonal matrix %s is decomposed', (_, d, e) => {
  expectDecomposed(tridiagonalOf(61, d, e), 61)
})

test('a diagonal matrix is sorted', () => {
  const { values, vectors } = eigenSymmetric(Float64Array.of(3, 0, 0, 1), 2)
  expect(Array.from(values)).toEqual([1, 3])
  expect(Array.from(vectors)).toEqual([0, 1, 1, 0])
})

test('zeros, tiny and huge matrices are decomposed', () => {
  expect(Array.from(eigenSymmetric(new Float64Array(9), 3).values)).toEqual([0, 0, 0])
  for (const scale of [1e-300, 1e300]) {
    const values = eigenvaluesSymmetric(Float64Array.of(2 * scale, scale, scale, 2 * scale), 2)
    expectClose(values, [scale, 3 * scale], { relative: 1e-14, why: 'rounding' })
  }
})

test('NaN makes everything NaN; a matrix that is not square is refused', () => {
  const { values, vectors } = eigenSymmetric(Float64Array.of(1, NaN, NaN, 1), 2)
  expect([...values, ...vectors].every(Number.isNaN)).toBe(true)
  expect(eigenvaluesSymmetric(Float64Array.of(Infinity), 1)).toEqual(Float64Array.of(NaN))
  expect(() => eigenSymmetric(new Float64Array(3), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('vectors are orthonormal and put the matrix together, also over many sweeps', () => {
    const law = fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(1000), (n, seed) => {
      const a = symmetric(n, seed)
      const { values, vectors } = eigenSymmetric(a, n)
      const why = 'rounding'
      expectClose(times(transposed(vectors, n), vectors, n), identity(n), { absolute: 1e-13, why })
      const scaled = vectors.map((v, i) => v * values[i % n])
      expectClose(times(scaled, transposed(vectors, n), n), a, { relative: 1e-12, why })
      expect(values.every((v, k) => k === 0 || v >= values[k - 1])).toBe(true)
      const alone = eigenvaluesSymmetric(a, n)
      expectClose(alone, values, { relative: 1e-14, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('a shift by the identity shifts the eigenvalues', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: -9, max: 9 }),
      (n, by) => {
        const a = symmetric(n, n)
        const shifted = a.map((v, i) => v + by * identity(n)[i])
        const expected = eigenvaluesSymmetric(a, n).map((v) => v + by)
        const tolerance = { absolute: 1e-12, why: 'rounding' }
        expectClose(eigenvaluesSymmetric(shifted, n), expected, tolerance)
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
