import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { handsOf, newSeats } from '../../src/execution/hands.ts'
import { lendHands } from '../../src/kernels/crew.ts'
import { meanWhitenedLog } from '../../src/kernels/mean-whitened-log.ts'
import { whitenedLogs } from '../../src/kernels/whitened-logs.ts'
import { expectClose } from '../close.ts'
import { definites, identity } from '../linalg-golden.ts'

afterEach(() => lendHands(undefined))

test('of two diagonal matrices', () => {
  const { mean, ends } = meanWhitenedLog(Float64Array.of(1, 0, 0, 4, 9, 0, 0, 1), 2, identity(2))
  expectClose(mean, [Math.log(3), 0, 0, Math.log(2)], { absolute: 1e-15, why: 'rounding' })
  expectClose(ends, [1, 4, 1, 9], { absolute: 1e-5, why: 'eigenvalues to a millionth' })
})

test('a matrix that is not definite makes the mean NaN, and its own ends', () => {
  const { mean, ends } = meanWhitenedLog(Float64Array.of(1, 0, 0, 4, -9, 0, 0, 1), 2, identity(2))
  expect(mean.every(Number.isNaN)).toBe(true)
  expect([...ends].map(Number.isNaN)).toEqual([false, false, true, true])
})

test('a part of a matrix is refused', () => {
  expect(() => meanWhitenedLog(new Float64Array(5), 2, identity(2))).toThrow(RangeError)
})

test.each([2, 16])('gives the same bytes on %i threads as alone', (size) => {
  const matrices = definites(20, 30, 1)
  const alone = meanWhitenedLog(matrices, 30, identity(30))
  lendHands(handsOf(newSeats(size)))
  expect(meanWhitenedLog(matrices, 30, identity(30))).toEqual(alone)
})

describe('properties', () => {
  test('is the mean of the logarithms', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 20 }),
      (n, rows) => {
        const matrices = definites(rows, n, n)
        const expected = new Float64Array(n * n)
        whitenedLogs(matrices, n, identity(n), ({ log }) => {
          for (let i = 0; i < log.length; i++) expected[i] += log[i] / rows
        })
        const { mean } = meanWhitenedLog(matrices, n, identity(n))
        expectClose(mean, expected, { relative: 1e-13, why: 'other order of sums' })
      },
    )
    fc.assert(law, { seed: 1, numRuns: 20 })
  })
})
