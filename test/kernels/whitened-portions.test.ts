import { expect, test } from 'vitest'
import { type WhitenedPortion, whitenedPortions } from '../../src/kernels/whitened-portions.ts'
import { expectClose } from '../close.ts'
import { identity } from '../linalg-golden.ts'

/** 1, 4, 9 ...: each a matrix of shape [1, 1]. */
function portionsOf(rows: number, summed: boolean): WhitenedPortion[] {
  const matrices = Float64Array.from({ length: rows }, (_, r) => (r + 1) ** 2)
  const portions: WhitenedPortion[] = []
  whitenedPortions({ matrices, n: 1, whiten: identity(1) }, summed, (portion) => {
    portions.push({ ...portion, ends: portion.ends.slice(), logs: portion.logs.slice() })
  })
  return portions
}

test('a small number of matrices is one portion, its logarithms in order', () => {
  const [{ from, count, ends, logs }, ...others] = portionsOf(10, false)
  expect([from, count, others.length, ends.length]).toEqual([0, 10, 0, 20])
  const expected = Float64Array.from(logs, (_, r) => 2 * Math.log(r + 1))
  expectClose(logs, expected, { absolute: 1e-14, why: 'rounding' })
})

test('sums run over neighbours, two here', () => {
  const [{ logs }] = portionsOf(10, true)
  const expected = [2, 12, 30, 56, 90].map((value) => 2 * Math.log(value))
  expectClose(logs, expected, { absolute: 1e-14, why: 'rounding' })
})

test('matrices of more than 32 MiB are worked on in portions', () => {
  const n = 64
  const asked = { matrices: new Float64Array(1030 * n * n), n, whiten: identity(n) }
  const seen: number[] = []
  whitenedPortions(asked, false, ({ from, count, ends }) => {
    seen.push(from, count)
    expect(ends.every(Number.isNaN)).toBe(true)
  })
  expect(seen).toEqual([0, 1024, 1024, 6])
})

test('a whitening of another size is refused', () => {
  const asked = { matrices: new Float64Array(4), n: 2, whiten: new Float64Array(9) }
  expect(() => whitenedPortions(asked, true, () => undefined)).toThrow(RangeError)
})
