import { eigenSymmetric } from './eigen-symmetric.ts'
import { timesTransposed } from './times-transposed.ts'

/**
 * Applies a function to the eigenvalues of a symmetric matrix: v · f(λ) · vᵀ.
 *
 * With `Math.log`, `Math.exp`, `Math.sqrt` it is the matrix logarithm, exponential and square root.
 *
 * @param a shape [N, N], symmetric, not changed
 * @param f from eigenvalue to eigenvalue
 * @returns shape [N, N], exactly symmetric; NaN where f is, as the logarithm below 0
 * @see `scipy.linalg.logm`, `expm`, `sqrtm` for symmetric matrices
 */
export function spectralMap(
  a: Float64Array,
  n: number,
  f: (value: number) => number,
): Float64Array {
  const { values, vectors } = eigenSymmetric(a, n)
  return compose(vectors, values.map(f), n)
}

/**
 * Puts a symmetric matrix together from eigenvectors and eigenvalues: v · diag(values) · vᵀ.
 *
 * @param vectors shape [N, N], an eigenvector in each column
 * @param values shape [N]
 * @returns shape [N, N], exactly symmetric
 */
export function compose(vectors: Float64Array, values: Float64Array, n: number): Float64Array {
  const scaled = new Float64Array(n * n)
  for (let i = 0, at = 0; i < n; i++) {
    for (let k = 0; k < n; k++, at++) scaled[at] = vectors[at] * values[k]
  }
  return timesTransposed(scaled, vectors, n, true)
}
