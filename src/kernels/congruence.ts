import { timesTransposed } from './times-transposed.ts'

/**
 * Transforms a symmetric matrix as covariances are transformed: w · c · wᵀ.
 *
 * @param w shape [N, N]
 * @param c shape [N, N], symmetric
 * @returns shape [N, N], exactly symmetric
 * @throws {RangeError} a matrix is not [N, N]
 */
export function congruence(w: Float64Array, c: Float64Array, n: number): Float64Array {
  return timesTransposed(timesTransposed(w, c, n), w, n, true)
}
