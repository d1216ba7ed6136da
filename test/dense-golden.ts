import { readFileSync } from 'node:fs'
import { hashed, times } from './linalg-golden.ts'

/** Reads a file of `test/golden/dense`. */
export function denseGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`golden/dense/${file}`, import.meta.url), 'utf8')) as T
}

/** A matrix of the generator, shape [rows, columns]. */
export function denseMatrix(kind: string, rows: number, columns: number): Float64Array {
  const a = hashed(rows, columns)
  const row = (i: number) => Math.floor(i / columns)
  if (kind === 'noise') return a
  if (kind === 'graded') return a.map((v, i) => v * 2 ** -(row(i) + (i % columns)))
  if (kind === 'deficient') return times(hashed(rows, 3), hashed(3, columns), rows)
  if (kind === 'clustered') {
    return a.map((v, i) => v * 2 ** -30 + (row(i) === i % columns ? 1 : 0))
  }
  if (kind === 'offset') return a.map((v) => v + 100000)
  if (kind === 'zero') return a.fill(0)
  throw new RangeError(kind)
}

/** A matrix that needs pivots: noise, and a diagonal the other way, shape [N, N]. */
export function antiDiagonal(n: number): Float64Array {
  return hashed(n, n).map((v, i) => v + (Math.floor(i / n) + (i % n) === n - 1 ? 20 : 0))
}
