import { whitenedPortions } from './whitened-portions.ts'

/** What is made of one matrix. */
export interface WhitenedLog {
  /** Which matrix, from 0. */
  readonly row: number
  /** The smallest eigenvalue of w · c · wᵀ, to a millionth. */
  readonly least: number
  /** The largest one. */
  readonly most: number
  /** Its logarithm, shape [N, N], exactly symmetric; a view that ends with the call. */
  readonly log: Float64Array
}

/**
 * Takes the logarithms of whitened matrices, log(w · c · wᵀ), on all threads that are free.
 *
 * No eigenvectors: the logarithm of the tridiagonal form is a sum of its inverses (`logRules`), to
 * which reflections are applied from both sides. A matrix that is not positive definite, not
 * finite, of a condition above 1e24, or singular to rounding, has a logarithm of NaN.
 *
 * @param matrices symmetric, shape [R, N, N], not changed
 * @param whiten w, shape [N, N]; what is known of a lower triangle takes no time
 * @param take gets what is made of each matrix, in their order; must not call a kernel of a crew
 * @throws {RangeError} a matrix is not [N, N]
 */
export function whitenedLogs(
  matrices: Float64Array,
  n: number,
  whiten: Float64Array,
  take: (one: WhitenedLog) => void,
): void {
  const size = n * n
  whitenedPortions({ matrices, n, whiten }, false, ({ from, count, ends, logs }) => {
    for (let r = 0; r < count; r++) {
      const [least, most] = ends.subarray(2 * r, 2 * r + 2)
      take({ row: from + r, least, most, log: logs.subarray(r * size, (r + 1) * size) })
    }
  })
}
