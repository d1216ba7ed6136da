import { gram } from './multiply.ts'
import { panels } from './panels.ts'
import { solve } from './solve.ts'

/**
 * The pseudo-inverse of a matrix with independent rows, transposed: of filters in rows, patterns in
 * rows, with filter i times pattern j one where i = j and zero elsewhere.
 *
 * @param rows shape [D, C], D at most C, of rank D
 * @param columns C
 * @returns shape [D, C]
 * @see `numpy.linalg.pinv`; the `patterns_` of `mne.decoding.CSP`
 */
export function rowInverse(rows: Float64Array, columns: number): Float64Array {
  const count = rows.length / columns
  return solve(gram(panels(rows, count, columns)), count, rows)
}
