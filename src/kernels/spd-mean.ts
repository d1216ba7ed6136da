import { cholesky, inverseLower } from './cholesky.ts'
import { congruence } from './congruence.ts'
import { eigenSymmetric } from './eigen-symmetric.ts'
import { compose, spectralMap } from './spectral-map.ts'
import { timesTransposed } from './times-transposed.ts'
import { whitenedLogs } from './whitened-logs.ts'

/** How means and distances of positive definite matrices are taken. */
export type Metric = 'riemann' | 'logEuclid' | 'euclid'

/** A mean of matrices and how it was reached. */
export interface SpdMean {
  /** Shape [N, N], symmetric. */
  readonly mean: Float64Array
  /** Passes over the matrices. */
  readonly iterations: number
  /** False when the mean logarithm of the whitened matrices did not come down to rounding. */
  readonly converged: boolean
}

/**
 * The mean of symmetric positive definite matrices in a metric.
 *
 * `riemann`: the affine-invariant (Karcher) mean, by gradient descent with Barzilai-Borwein steps
 * held within the bounds that the matrices' condition numbers give. It begins midway between the
 * arithmetic and the harmonic mean, or at the arithmetic one where a matrix is not definite; the
 * last step is the one from where the mean logarithm has norm `tolerance`, plus what rounding
 * allows.
 * `logEuclid`: exp of the mean log. `euclid`: the arithmetic mean.
 *
 * @param matrices shape [R, N, N], R above 0; a matrix that is not positive definite makes NaN
 * @param tolerance of `riemann`, above 0; nilearn's is 1e-7 · N²
 * @throws {RangeError} there is no whole matrix; for `riemann`, the Euclidean mean is not definite
 * @see Moakher (2005), SIAM J. Matrix Anal. Appl. 26(3):735-747, doi:10.1137/S0895479803436937;
 *   steps: Bini & Iannazzo (2013), Linear Algebra Appl. 438(4):1700-1710,
 *   doi:10.1016/j.laa.2011.08.052; `pyriemann.utils.mean.mean_riemann`, `mean_logeuclid`
 */
export function spdMean(
  matrices: Float64Array,
  n: number,
  metric: Metric,
  tolerance = 1e-8,
): SpdMean {
  const size = n * n
  if (matrices.length === 0 || matrices.length % size) {
    throw new RangeError(`${matrices.length} values are no matrices [${n}, ${n}]`)
  }
  if (metric === 'riemann') return riemannMean(matrices, n, tolerance)
  const log = metric === 'logEuclid'
  const sum = new Float64Array(size)
  const rows = matrices.length / size
  for (let r = 0; r < rows; r++) {
    const one = matrices.subarray(r * size, (r + 1) * size)
    const term = log ? spectralMap(one, n, Math.log) : one
    for (let i = 0; i < size; i++) sum[i] += term[i] / rows
  }
  return { mean: log ? spectralMap(sum, n, Math.exp) : sum, iterations: 1, converged: true }
}

const maxIterations = 200

/** Works with a whitening b of the current mean: b · mean · bᵀ = I, and its inverse a. */
function riemannMean(matrices: Float64Array, n: number, tolerance: number): SpdMean {
  let a = startOf(matrices, n)
  let b = inverseLower(a, n)
  let before: Float64Array | undefined
  let step = 1
  let iterations = 0
  for (;;) {
    const { gradient, steepest, condition } = meanLog(matrices, n, b)
    const residual = Math.sqrt(inner(gradient, gradient))
    iterations++
    const converged = residual <= tolerance + 1e-15 * condition
    if (!converged && (iterations === maxIterations || Number.isNaN(residual))) {
      return { mean: timesTransposed(a, a, n), iterations, converged }
    }
    step = before ? barzilai(before, gradient, step) : 1.95 / steepest
    step = Math.min(1, Math.max(1 / steepest, step))
    const { values, vectors } = eigenSymmetric(gradient, n)
    const grown = values.map((value) => Math.exp((step / 2) * value))
    a = timesTransposed(a, compose(vectors, grown, n), n)
    if (converged) return { mean: timesTransposed(a, a, n), iterations, converged }
    const shrunk = values.map((value) => Math.exp((-step / 2) * value))
    b = timesTransposed(compose(vectors, shrunk, n), transposed(b, n), n)
    before = gradient
  }
}

/** The Cholesky factor of the geometric mean of the arithmetic and the harmonic mean. */
function startOf(matrices: Float64Array, n: number): Float64Array {
  const arithmetic = cholesky(spdMean(matrices, n, 'euclid').mean, n)
  const precision = meanInverse(matrices, n)
  if (precision === undefined) return arithmetic
  const whitened = congruence(transposed(arithmetic, n), precision, n)
  const middle = spectralMap(whitened, n, (value) => 1 / Math.sqrt(value))
  return factorOf(congruence(arithmetic, middle, n), n) ?? arithmetic
}

function factorOf(a: Float64Array, n: number): Float64Array | undefined {
  try {
    return cholesky(a, n)
  } catch {
    return undefined
  }
}

/** The mean of the inverses; nothing when a matrix is not positive definite. */
function meanInverse(matrices: Float64Array, n: number): Float64Array | undefined {
  const size = n * n
  const sum = new Float64Array(size)
  for (let from = 0; from < matrices.length; from += size) {
    const factor = factorOf(matrices.subarray(from, from + size), n)
    if (factor === undefined) return undefined
    const inverse = transposed(inverseLower(factor, n), n)
    const one = timesTransposed(inverse, inverse, n, true)
    for (let i = 0; i < size; i++) sum[i] += (one[i] * size) / matrices.length
  }
  return sum
}

/** Mean logarithm of the whitened matrices, and a bound of the curvature there. */
function meanLog(matrices: Float64Array, n: number, b: Float64Array) {
  const size = n * n
  const rows = matrices.length / size
  const gradient = new Float64Array(size)
  let steepest = 0
  let condition = 1
  whitenedLogs(matrices, n, b, ({ values, log }) => {
    const spread = Math.log(values[n - 1] / values[0]) / 2
    condition = Math.max(condition, values[n - 1] / values[0])
    steepest += (spread > 1e-8 ? spread / Math.tanh(spread) : 1) / rows
    for (let i = 0; i < size; i++) gradient[i] += log[i] / rows
  })
  return { gradient, steepest, condition }
}

/** The step that would have been right for the last move, from two gradients. */
function barzilai(before: Float64Array, now: Float64Array, step: number): number {
  const change = before.map((value, i) => value - now[i])
  const curved = inner(before, change)
  return curved > 0 ? (step * inner(before, before)) / curved : 1
}

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i]
  return sum
}

function transposed(x: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = x[i * n + j]
  return out
}
