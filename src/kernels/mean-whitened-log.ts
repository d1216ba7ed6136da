import { whitenedPortions } from './whitened-portions.ts'

/** A mean of logarithms, and where eigenvalues end. */
export interface MeanWhitenedLog {
  /** Shape [N, N], exactly symmetric. */
  readonly mean: Float64Array
  /** The smallest and the largest eigenvalue of each whitened matrix, shape [R, 2]. */
  readonly ends: Float64Array
}

/**
 * The mean of the logarithms of whitened matrices, log(w · c · wᵀ), on all threads that are free.
 *
 * NaN where `whitenedLogs` has a NaN; sums run over neighbours first.
 *
 * @param matrices symmetric, shape [R, N, N], not changed
 * @param whiten w, shape [N, N]; what is known of a lower triangle takes no time
 * @throws {RangeError} a matrix is not [N, N]
 */
export function meanWhitenedLog(
  matrices: Float64Array,
  n: number,
  whiten: Float64Array,
): MeanWhitenedLog {
  const size = n * n
  const rows = matrices.length / size
  const mean = new Float64Array(size)
  const all = new Float64Array(2 * Math.floor(rows))
  whitenedPortions({ matrices, n, whiten }, true, ({ from, ends, logs }) => {
    all.set(ends, 2 * from)
    for (let at = 0; at < logs.length; at += size) {
      for (let i = 0; i < size; i++) mean[i] += logs[at + i]
    }
  })
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      mean[i * n + j] /= rows
      mean[j * n + i] = mean[i * n + j]
    }
  }
  return { mean, ends: all }
}
