import { matrixWorkBytes } from './matrix-work.ts'
import { inCrewRoom } from './wasm/crew-wasm.ts'

/** Bytes of matrices that are worked on at a time. */
const PORTION = 2 ** 25

/** Into how many jobs a portion is cut. */
const JOBS = 8

/**
 * The mean of the inverses of (1 - share) · m + share · c over matrices c, on all threads that are
 * free: with a share of 1, the inverse of the harmonic mean.
 *
 * @param matrices c, symmetric, shape [R, N, N]
 * @param m symmetric, shape [N, N]
 * @param share from 0 to 1
 * @returns shape [N, N], exactly symmetric; nothing when a matrix is not positive definite
 */
export function meanInverse(
  matrices: Float64Array,
  n: number,
  m: Float64Array,
  share: number,
): Float64Array | undefined {
  const size = n * n
  const rows = matrices.length / size
  const most = Math.min(rows, Math.max(JOBS, Math.floor(PORTION / (8 * size))))
  const own = matrixWorkBytes(n)
  const mean = new Float64Array(size)
  const sizes = [8 * size, 8 * most * size, JOBS * 8 * size, JOBS * own]
  inCrewRoom(sizes, ({ f64, at, each }) => {
    const [other, some, sums, works] = at
    f64.set(m, other / 8)
    for (let from = 0; from < rows; from += most) {
      const count = Math.min(most, rows - from)
      f64.set(matrices.subarray(from * size, (from + count) * size), some / 8)
      const step = Math.ceil(count / JOBS)
      const jobs = Array.from({ length: Math.ceil(count / step) }, (_, j) => {
        const c = [some + 8 * j * step * size, Math.min(step, count - j * step), n]
        return [...c, other, share, sums + 8 * j * size, works + j * own]
      })
      each('addInverses', jobs)
      for (let j = 0; j < jobs.length; j++) {
        const sum = sums / 8 + j * size
        for (let i = 0; i < size; i++) mean[i] += f64[sum + i] / rows
      }
    }
  })
  if (Number.isNaN(mean[0])) return undefined
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) mean[j * n + i] = mean[i * n + j]
  return mean
}
