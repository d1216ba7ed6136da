import { eigenSymmetric } from './eigen-symmetric.ts'
import { jointDiagonal } from './joint-diagonal.ts'

/** Spatial filters by which classes differ most in power, the best first. */
export interface CommonPatterns {
  /** Shape [D, C], a filter in each row; D is the rank of the mean covariance. */
  readonly filters: Float64Array
  readonly rank: number
  /** How much a filter separates the classes, shape [D], descending. */
  readonly worth: Float64Array
  readonly converged: boolean
}

/** Eigenvalues below this share of the largest are taken for rounding. */
const rankShare = 1e-7

/**
 * Common spatial patterns. Two classes: generalized eigenvectors, ordered by how far the share of
 * one class in the power is from a half. More: approximate joint diagonalisation, ordered by the
 * information that the power of a component has about the class.
 *
 * Filters lie in the space that the mean covariance spans, so that an average reference before it
 * does no harm; their power, averaged over two classes, is a half, over more of them 1.
 *
 * @param covariances one for each class, shape [C, C]
 * @param shares of the classes among the windows, summing to 1
 * @see Koles (1991); Blankertz et al. (2008), IEEE Signal Process. Mag. 25(1):41-56,
 *   doi:10.1109/MSP.2008.4408441; Grosse-Wentrup & Buss (2008), IEEE Trans. Biomed. Eng.
 *   55(8):1991-2000, doi:10.1109/TBME.2008.921154; `mne.decoding.CSP`
 */
export function commonPatterns(
  covariances: readonly Float64Array[],
  channels: number,
  shares: readonly number[],
): CommonPatterns {
  const mean = weightedMean(
    covariances,
    covariances.map(() => 1 / covariances.length),
  )
  const { space, rank } = spanOf(mean, channels)
  const inside = covariances.map((c) => within(space, c, channels))
  const two = covariances.length === 2
  const { vectors, worth, converged } = two ? ofTwo(inside, rank) : ofMany(inside, rank, shares)
  const order = [...worth.keys()].sort((a, b) => worth[b] - worth[a] || a - b)
  const filters = new Float64Array(rank * channels)
  order.forEach((from, to) => {
    for (let c = 0; c < channels; c++) {
      let sum = 0
      for (let k = 0; k < rank; k++) sum += vectors[from * rank + k] * space[k * channels + c]
      filters[to * channels + c] = sum
    }
  })
  return { filters, rank, worth: Float64Array.from(order, (k) => worth[k]), converged }
}

interface Found {
  /** Shape [D, D], a vector in each row. */
  readonly vectors: Float64Array
  readonly worth: Float64Array
  readonly converged: boolean
}

function ofTwo([first, second]: readonly Float64Array[], n: number): Found {
  const both = first.map((value, i) => value + second[i])
  const { space: whiten } = spanOf(both, n, true)
  const { values, vectors } = eigenSymmetric(within(whiten, first, n), n)
  const found = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    for (let c = 0; c < n; c++) {
      let sum = 0
      for (let m = 0; m < n; m++) sum += vectors[m * n + k] * whiten[m * n + c]
      found[k * n + c] = sum
    }
  }
  return { vectors: found, worth: values.map((value) => Math.abs(value - 0.5)), converged: true }
}

function ofMany(covariances: readonly Float64Array[], n: number, shares: readonly number[]): Found {
  const { basis, converged } = jointDiagonal(covariances, n)
  const mean = weightedMean(covariances, shares)
  const worth = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    const row = basis.subarray(k * n, (k + 1) * n)
    const size = Math.sqrt(power(row, mean))
    for (let c = 0; c < n; c++) row[c] /= size
    const powers = covariances.map((c) => power(row, c))
    let [logs, fourth] = [0, 0]
    powers.forEach((value, i) => {
      logs += shares[i] * Math.log(Math.sqrt(value))
      fourth += shares[i] * (value * value - 1)
    })
    worth[k] = -logs - (3 / 16) * fourth * fourth
  }
  return { vectors: basis, worth, converged }
}

function power(row: Float64Array, c: Float64Array): number {
  const n = row.length
  let sum = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += row[i] * c[i * n + j] * row[j]
  return sum
}

function weightedMean(matrices: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const out = new Float64Array(matrices[0].length)
  matrices.forEach((matrix, k) => {
    for (let i = 0; i < out.length; i++) out[i] += weights[k] * matrix[i]
  })
  return out
}

/** Eigenvectors of the space that a matrix spans, a row each, scaled to whiten it where asked. */
function spanOf(matrix: Float64Array, n: number, whiten = false) {
  const { values, vectors } = eigenSymmetric(matrix, n)
  const least = rankShare * Math.max(...values)
  const kept = [...values.keys()].filter((k) => values[k] > least)
  const space = new Float64Array(kept.length * n)
  kept.forEach((k, row) => {
    const scale = whiten ? 1 / Math.sqrt(values[k]) : 1
    for (let c = 0; c < n; c++) space[row * n + c] = vectors[c * n + k] * scale
  })
  return { space, rank: kept.length }
}

/** w · c · wᵀ for w of shape [D, C]. */
function within(w: Float64Array, c: Float64Array, channels: number): Float64Array {
  const rank = w.length / channels
  const half = new Float64Array(rank * channels)
  for (let d = 0; d < rank; d++) {
    for (let i = 0; i < channels; i++) {
      const weight = w[d * channels + i]
      for (let j = 0; j < channels; j++) half[d * channels + j] += weight * c[i * channels + j]
    }
  }
  const out = new Float64Array(rank * rank)
  for (let d = 0; d < rank; d++) {
    for (let e = 0; e <= d; e++) {
      let sum = 0
      for (let j = 0; j < channels; j++) sum += half[d * channels + j] * w[e * channels + j]
      out[d * rank + e] = sum
      out[e * rank + d] = sum
    }
  }
  return out
}
