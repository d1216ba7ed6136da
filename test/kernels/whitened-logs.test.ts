import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { handsOf, newSeats } from '../../src/execution/hands.ts'
import { congruence } from '../../src/kernels/congruence.ts'
import { lendHands } from '../../src/kernels/crew.ts'
import { spectralMap } from '../../src/kernels/spectral-map.ts'
import { whitenedLogs } from '../../src/kernels/whitened-logs.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

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
  const rows: { values: Float64Array; log: Float64Array }[] = []
  whitenedLogs(matrices, n, whiten, ({ row, values, log }) => {
    expect(row).toBe(rows.length)
    rows.push({ values: values.slice(), log: log.slice() })
  })
  return rows
}

describe('whitenedLogs', () => {
  test('of a diagonal matrix', () => {
    const [{ values, log }] = logsOf(Float64Array.of(1, 0, 0, 4), 2, Float64Array.of(2, 0, 0, 3))
    expect([...values]).toEqual([4, 36])
    expectClose(log, [Math.log(4), 0, 0, Math.log(36)], { absolute: 1e-15, why: 'rounding' })
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
  test('is the logarithm of the congruence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), (n, rows) => {
        const [matrices, whiten] = [matricesOf(rows, n), matricesOf(1, n)]
        logsOf(matrices, n, whiten).forEach(({ log }, r) => {
          const one = matrices.subarray(r * n * n, (r + 1) * n * n)
          const expected = spectralMap(congruence(whiten, one, n), n, Math.log)
          expect(log).toEqual(expected)
        })
      }),
      { seed: 1, numRuns: 20 },
    )
  })
})
