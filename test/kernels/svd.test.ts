import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { svd } from '../../src/kernels/svd.ts'
import { expectClose } from '../close.ts'
import { denseGolden, denseMatrix } from '../dense-golden.ts'
import { identity, normals, times, transposed } from '../linalg-golden.ts'

interface Case {
  kind: string
  rows: number
  columns: number
  values: number[]
}

/** Orthonormal vectors, falling values, and the matrix put together again. */
function expectDecomposed(a: Float64Array, rows: number): void {
  const { left, values, right } = svd(a, rows)
  const n = values.length
  const why = 'rounding'
  expectClose(times(transposed(left, rows), left, n), identity(n), { absolute: 1e-13, why })
  expectClose(times(right, transposed(right, n), n), identity(n), { absolute: 1e-13, why })
  expect(values.every((v, k) => v >= 0 && (k === 0 || v <= values[k - 1]))).toBe(true)
  const scaled = left.map((v, i) => v * values[i % n])
  expectClose(times(scaled, right, rows), a, { relative: 1e-12, why })
}

test.each(denseGolden<Case[]>('svd.json'))('$kind, $rows x $columns, as NumPy', (golden) => {
  const { kind, rows, columns, values } = golden
  const a = denseMatrix(kind, rows, columns)
  const found = svd(a, rows).values
  expectClose(found, values, { relative: 1e-13, why: 'relative to the largest, as the error is' })
  expectDecomposed(a, rows)
})

test('a diagonal is sorted, signs go to the vectors', () => {
  const { left, values, right } = svd(Float64Array.of(1, 0, 0, -3), 2)
  expect(Array.from(values)).toEqual([3, 1])
  const back = times(
    left.map((v, i) => v * values[i % 2]),
    right,
    2,
  )
  expectClose(back, [1, 0, 0, -3], { absolute: 1e-15, why: 'rounding' })
})

test('zeros, nothing at all, tiny and huge matrices are decomposed', () => {
  const { left, values, right } = svd(new Float64Array(6), 3)
  expect(Array.from(values)).toEqual([0, 0])
  expect([Array.from(left), Array.from(right)]).toEqual([
    [1, 0, 0, 1, 0, 0],
    [1, 0, 0, 1],
  ])
  expect(svd(new Float64Array(0), 0).values).toHaveLength(0)
  expect(svd(new Float64Array(0), 3).right).toHaveLength(0)
  for (const scale of [1e-300, 1e300]) {
    const found = svd(Float64Array.of(2 * scale, 0, 0, scale), 2).values
    expectClose(found, [2 * scale, scale], { relative: 1e-15, why: 'rounding' })
  }
  expectDecomposed(
    normals(40, 1).map((v) => v * 1e-310),
    8,
  )
})

test('NaN makes everything NaN; values that are no rows are refused', () => {
  const { left, values, right } = svd(Float64Array.of(1, 2, NaN, 1, 2, 3), 2)
  expect([left.length, values.length, right.length]).toEqual([4, 2, 6])
  expect([...left, ...values, ...right].every(Number.isNaN)).toBe(true)
  expect(svd(Float64Array.of(Infinity), 1).values).toEqual(Float64Array.of(NaN))
  expect(() => svd(new Float64Array(5), 2)).toThrow(RangeError)
})

/** An upper bidiagonal matrix, shape [N, N]. */
function bidiagonalOf(n: number, d: (i: number) => number, e: (i: number) => number) {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return i === j ? d(i) : j === i + 1 ? e(i) : 0
  })
}

test.each([
  ['of equal numbers', () => 1, () => 1],
  ['with zeros on its diagonal', (i: number) => (i % 7 ? 1 : 0), () => 1],
  ['that falls apart', () => 2, (i: number) => (i % 5 ? 1 : 0)],
  ['nearly apart', (i: number) => i % 3, (i: number) => 10 ** -(i % 20)],
  ['nearly the identity', () => 1, () => 1e-15],
  ['steeply graded', (i: number) => 2 ** (-12 * i), (i: number) => 2 ** (-12 * i - 3)],
  [
    'steeply graded upwards',
    (i: number) => 2 ** (12 * i - 720),
    (i: number) => 2 ** (12 * i - 720),
  ],
  ['of zeros but beside', () => 0, () => 1],
] as const)('a bidiagonal matrix %s is decomposed', (_, d, e) => {
  expectDecomposed(bidiagonalOf(61, d, e), 61)
})

describe('properties', () => {
  test('vectors are orthonormal and put the matrix together, whatever its shape', () => {
    const size = fc.integer({ min: 1, max: 50 })
    const long = fc.integer({ min: 1, max: 150 })
    const law = fc.property(long, size, fc.nat(1000), (m, n, seed) => {
      expectDecomposed(normals(m * n, seed), m)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('the transpose has the same values, and the same matrix the same bits', () => {
    const size = fc.integer({ min: 1, max: 40 })
    const law = fc.property(size, size, fc.nat(1000), (m, n, seed) => {
      const a = normals(m * n, seed)
      const found = svd(a, m)
      svd(normals(900, 5), 30)
      expect(svd(a, m)).toEqual(found)
      const why = 'rounding'
      expectClose(svd(transposed(a, m), n).values, found.values, { relative: 1e-14, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
