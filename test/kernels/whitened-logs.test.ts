import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { handsOf, newSeats } from '../../src/execution/hands.ts'
import { cholesky } from '../../src/kernels/cholesky.ts'
import { congruence } from '../../src/kernels/congruence.ts'
import { lendHands } from '../../src/kernels/crew.ts'
import { eigenSymmetric } from '../../src/kernels/eigen-symmetric.ts'
import { spectralMap } from '../../src/kernels/spectral-map.ts'
import { whitenedLogs } from '../../src/kernels/whitened-logs.ts'
import { expectClose } from '../close.ts'
import { denseGolden, denseMatrix } from '../dense-golden.ts'
import { identity, normals, times, transposed } from '../linalg-golden.ts'

interface Case {
  kind: string
  size: number
  rows: number[]
}

afterEach(() => lendHands(undefined))

/** Positive definite matrices, shape [rows, n, n]. */
function matricesOf(rows: number, n: number): Float64Array {
  const out = new Float64Array(rows * n * n)
  for (let r = 0; r < rows; r++) {
    const half = normals(n * (n + 4), r + 1)
    for (let i = 0; i < n * n; i++) {
      const [a, b] = [Math.floor(i / n) * (n + 4), (i % n) * (n + 4)]
      for (let k = 0; k < n + 4; k++) out[r * n * n + i] += half[a + k] * half[b + k]
    }
  }
  return out
}

function logsOf(matrices: Float64Array, n: number, whiten: Float64Array) {
  const rows: { ends: [number, number]; log: Float64Array }[] = []
  whitenedLogs(matrices, n, whiten, ({ row, least, most, log }) => {
    expect(row).toBe(rows.length)
    rows.push({ ends: [least, most], log: log.slice() })
  })
  return rows
}

describe('whitenedLogs', () => {
  test('of a diagonal matrix', () => {
    const [{ ends, log }] = logsOf(Float64Array.of(1, 0, 0, 4), 2, Float64Array.of(2, 0, 0, 3))
    expectClose(ends, [4, 36], { absolute: 4e-5, why: 'eigenvalues to a millionth' })
    expectClose(log, [Math.log(4), 0, 0, Math.log(36)], { absolute: 1e-15, why: 'rounding' })
  })

  test.each([1, 2, 20, 70])('of the identity of %i is exactly zero', (n) => {
    const [{ log }] = logsOf(identity(n), n, identity(n))
    expect(log.every((value) => value === 0)).toBe(true)
  })

  test.each(denseGolden<Case[]>('log.json'))('$kind of $size as SciPy', ({ kind, size, rows }) => {
    const samples = kind === 'ridge' ? size >> 1 : 2 * size
    const x = denseMatrix('noise', size, samples).map((value, i) => {
      return kind === 'units' ? value * 2 ** -(Math.floor(i / samples) % 4) : value
    })
    const c = times(x, transposed(x, size), size)
    if (kind === 'ridge') for (let i = 0; i < size; i++) c[i * (size + 1)] += 1 / 16
    const [{ log }] = logsOf(c, size, identity(size))
    const some = [0, size >> 1, size - 1].flatMap((r) => [
      ...log.subarray(r * size, (r + 1) * size),
    ])
    expectClose(some, rows, { relative: 1e-9, why: 'rounding by conditions up to 1e7' })
  })

  test('a condition above 1e24 is not definite, one below is', () => {
    const [near] = logsOf(Float64Array.of(1, 0, 0, 1e-23), 2, identity(2))
    expectClose(near.log, [0, 0, 0, -23 * Math.LN10], { absolute: 1e-12, why: 'rounding' })
    const [far] = logsOf(Float64Array.of(1, 0, 0, 1e-25), 2, identity(2))
    expect([...far.log, ...far.ends]).toEqual(Array(6).fill(Number.NaN))
  })

  test.each([2, 3, 20, 65])('ones of shape %i, singular, are not definite', (n) => {
    const [{ log, ends }] = logsOf(new Float64Array(n * n).fill(1), n, identity(n))
    expect([...log, ...ends].every(Number.isNaN)).toBe(true)
  })

  test.each([1, 2, 3, 8, 9])('an infinity anywhere in a matrix of %i makes NaN', (n) => {
    for (let at = 0; at < n; at++) {
      const matrix = identity(n)
      matrix[at * n + n - 1] = matrix[n * (n - 1) + at] = Infinity
      const [{ log }] = logsOf(matrix, n, identity(n))
      expect(log.every(Number.isNaN)).toBe(true)
    }
  })

  test.each([1e-300, 1e-200, 1e200])('units do not matter: times %d', (by) => {
    const matrix = matricesOf(1, 21)
    const [{ log }] = logsOf(matrix, 21, identity(21))
    const [{ log: scaled }] = logsOf(
      matrix.map((value) => value * by),
      21,
      identity(21),
    )
    const expected = log.map((value, i) => value + (i % 22 === 0 ? Math.log(by) : 0))
    expectClose(scaled, expected, { absolute: 1e-10, why: 'rounding, by the condition' })
  })

  test('one matrix that is not definite or not finite is NaN, the others are not', () => {
    const matrices = matricesOf(3, 2)
    matrices.set([Number.NaN, 0, 0, 1, -1, 0, 0, 1], 4)
    const sums = logsOf(matrices, 2, Float64Array.of(1, 0, 0, 1)).map(({ log }) => log[0])
    expect(sums.map(Number.isNaN)).toEqual([false, true, true])
  })

  test('a whitening of another size is refused', () => {
    expect(() => logsOf(new Float64Array(4), 2, new Float64Array(9))).toThrow(RangeError)
  })

  test.each([2, 16])('gives the same bytes on %i threads as alone', (size) => {
    const [matrices, whiten] = [matricesOf(20, 40), matricesOf(1, 40)]
    const alone = logsOf(matrices, 40, whiten)
    lendHands(handsOf(newSeats(size)))
    for (let n = 0; n < 2; n++) expect(logsOf(matrices, 40, whiten)).toEqual(alone)
  })
})

describe('properties', () => {
  test('a triangular whitening gives what the same full one gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), (n) => {
        const [matrices, lower] = [matricesOf(1, n), cholesky(matricesOf(1, n), n)]
        const [{ log }] = logsOf(matrices, n, lower)
        const full = lower.map((value, i) => (Math.floor(i / n) < i % n ? 1e-300 : value))
        const [{ log: other }] = logsOf(matrices, n, full)
        expectClose(log, other, { relative: 1e-9, why: 'other order of sums, by the condition' })
      }),
      { seed: 1, numRuns: 20 },
    )
  })

  test('is the logarithm of the congruence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 3 }), (n, rows) => {
        const [matrices, whiten] = [matricesOf(rows, n), matricesOf(1, n)]
        logsOf(matrices, n, whiten).forEach(({ log, ends }, r) => {
          const one = matrices.subarray(r * n * n, (r + 1) * n * n)
          const whitened = congruence(whiten, one, n)
          const expected = spectralMap(whitened, n, Math.log)
          const { values } = eigenSymmetric(whitened, n)
          const relative = (1e-14 * values[n - 1]) / values[0] + 1e-13
          expectClose(log, expected, { relative, why: 'rounding by the condition' })
          expectClose(ends.map(Math.log), [values[0], values[n - 1]].map(Math.log), {
            ...{ absolute: 2e-6 + (1e-14 * values[n - 1]) / values[0], why: 'to a millionth' },
          })
        })
      }),
      { seed: 1, numRuns: 20 },
    )
  })
})
