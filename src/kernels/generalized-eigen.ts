import { eigenSymmetric } from './eigen-symmetric.ts'

/** Vectors w with s · w = value · r · w, the largest value first. */
export interface GeneralizedEigen {
  /** Shape [D], descending. */
  readonly values: Float64Array
  /** Shape [D, N], a vector in each row, with wᵀ r w = 1. */
  readonly vectors: Float64Array
}

/** Directions with less than this share of the largest eigenvalue are rounding. */
const rankShare = 1e-7

/**
 * Solves the generalized symmetric eigenproblem within the space that r spans, so that an average
 * reference, which takes one dimension from both matrices, does no harm.
 *
 * The element of largest magnitude of a vector is positive.
 *
 * @param s shape [N, N], symmetric
 * @param r shape [N, N], symmetric, without negative eigenvalues
 * @returns D values and vectors, shape [D] and [D, N]; D is the rank of r
 * @see scipy.linalg.eigh(s, r)
 */
export function generalizedEigen(s: Float64Array, r: Float64Array, n: number): GeneralizedEigen {
  const own = eigenSymmetric(r, n)
  const least = rankShare * Math.max(...own.values)
  const kept = [...own.values.keys()].filter((k) => own.values[k] > least)
  const d = kept.length
  const whiten = new Float64Array(d * n)
  kept.forEach((k, row) => {
    const scale = 1 / Math.sqrt(own.values[k])
    for (let c = 0; c < n; c++) whiten[row * n + c] = own.vectors[c * n + k] * scale
  })
  const inside = eigenSymmetric(within(whiten, s, n), d)
  const values = new Float64Array(d)
  const vectors = new Float64Array(d * n)
  for (let k = 0; k < d; k++) {
    const from = d - 1 - k
    values[k] = inside.values[from]
    const row = vectors.subarray(k * n, (k + 1) * n)
    for (let m = 0; m < d; m++) {
      const weight = inside.vectors[m * d + from]
      for (let c = 0; c < n; c++) row[c] += weight * whiten[m * n + c]
    }
    turnUp(row)
  }
  return { values, vectors }
}

function turnUp(row: Float64Array): void {
  let largest = 0
  for (const value of row) if (Math.abs(value) > Math.abs(largest)) largest = value
  if (largest < 0) for (let c = 0; c < row.length; c++) row[c] = -row[c]
}

/** w · s · wᵀ for w of shape [D, N]. */
function within(w: Float64Array, s: Float64Array, n: number): Float64Array {
  const d = w.length / n
  const half = new Float64Array(d * n)
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < n; k++) {
      const weight = w[i * n + k]
      for (let j = 0; j < n; j++) half[i * n + j] += weight * s[k * n + j]
    }
  }
  const out = new Float64Array(d * d)
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < n; k++) sum += half[i * n + k] * w[j * n + k]
      out[i * d + j] = sum
      out[j * d + i] = sum
    }
  }
  return out
}
