import { eigenSymmetric } from './eigen-symmetric.ts'

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
  const out = new Float64Array(n * n)
  const row = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) row[k] = vectors[i * n + k] * values[k]
    for (let j = i; j < n; j++) {
      const at = j * n
      let even = 0
      let odd = 0
      let k = 0
      for (; k + 1 < n; k += 2) {
        even += row[k] * vectors[at + k]
        odd += row[k + 1] * vectors[at + k + 1]
      }
      if (k < n) even += row[k] * vectors[at + k]
      out[i * n + j] = even + odd
      out[at + i] = even + odd
    }
  }
  return out
}
