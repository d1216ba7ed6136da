import { spectralMap } from './spectral-map.ts'
import { whitenedLogs } from './whitened-logs.ts'

/**
 * The symmetric whitening of a positive definite matrix: its inverse square root.
 *
 * @param reference shape [N, N]
 * @returns shape [N, N]; NaN when `reference` is not positive definite
 */
export function whitening(reference: Float64Array, n: number): Float64Array {
  return spectralMap(reference, n, (value) => 1 / Math.sqrt(value))
}

/**
 * Maps positive definite matrices to the tangent space at a reference: log of the whitened matrix,
 * its upper triangle row after row, off-diagonal elements times the square root of 2.
 *
 * The Euclidean norm of a row is the Riemannian distance from the reference. A matrix that is not
 * positive definite makes its own row NaN.
 *
 * @param matrices shape [R, N, N]
 * @param whiten inverse square root of the reference, shape [N, N], as `whitening` gives it
 * @returns shape [R, N (N + 1) / 2]
 * @see Barachant et al. (2012), IEEE Trans. Biomed. Eng. 59(4):920-928,
 *   doi:10.1109/TBME.2011.2172210; `pyriemann.tangentspace.TangentSpace`
 */
export function tangentSpace(
  matrices: Float64Array,
  n: number,
  whiten: Float64Array,
): Float64Array {
  const out = new Float64Array(((matrices.length / n) * (n + 1)) / 2)
  let at = 0
  whitenedLogs(matrices, n, whiten, ({ log }) => {
    for (let i = 0; i < n; i++) {
      out[at++] = log[i * n + i]
      for (let j = i + 1; j < n; j++) out[at++] = Math.SQRT2 * log[i * n + j]
    }
  })
  return out
}
