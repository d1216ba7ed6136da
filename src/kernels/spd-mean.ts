import { cholesky, inverseLower } from './cholesky.ts'
import { congruence } from './congruence.ts'
import { meanInverse } from './mean-inverse.ts'
import { meanWhitenedLog } from './mean-whitened-log.ts'
import { spectralMap } from './spectral-map.ts'
import { timesTransposed } from './times-transposed.ts'

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
 * held within the bounds that the matrices' condition numbers give. It begins near the middle of
 * the arithmetic and the harmonic mean, or at the arithmetic one where a matrix is not definite;
 * the last step is the one from where the mean logarithm has norm `tolerance`, plus what rounding
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
    for (let i = 0; i < size; i++) sum[i] += term[i]
  }
  for (let i = 0; i < size; i++) sum[i] /= rows
  return { mean: log ? spectralMap(sum, n, Math.exp) : sum, iterations: 1, converged: true }
}

const maxIterations = 200

/**
 * Works with the lower triangular factor a of the current mean, a · aᵀ, and its inverse b: a
 * gradient is a matrix in the axes of b, which turn when a is made triangular again.
 */
function riemannMean(matrices: Float64Array, n: number, tolerance: number): SpdMean {
  let { a, before, step } = startOf(matrices, n)
  let iterations = 0
  for (;;) {
    const b = inverseLower(a, n)
    const { gradient, steepest, condition } = meanLog(matrices, n, b)
    const residual = Math.sqrt(inner(gradient, gradient))
    iterations++
    const converged = residual <= tolerance + 1e-15 * condition
    if (!converged && (iterations === maxIterations || Number.isNaN(residual))) {
      return { mean: timesTransposed(a, a, n), iterations, converged }
    }
    step = before ? barzilai(before, gradient, step) : 1.95 / steepest
    step = Math.min(1, Math.max(1 / steepest, step))
    const next = moved(a, gradient, step, n)
    if (converged) return { mean: timesTransposed(next, next, n), iterations, converged }
    ;({ a, gradient: before } = turned(next, gradient, n))
  }
}

/** A factor of the mean after a step along a gradient. */
function moved(a: Float64Array, gradient: Float64Array, step: number, n: number): Float64Array {
  return timesTransposed(
    a,
    spectralMap(gradient, n, (value) => Math.exp((step / 2) * value)),
    n,
  )
}

/** The lower triangular factor of the same mean, and the gradient in its axes. */
function turned(a: Float64Array, gradient: Float64Array, n: number) {
  const lower = cholesky(timesTransposed(a, a, n, true), n)
  const turn = timesTransposed(inverseLower(lower, n), transposed(a, n), n)
  return { a: lower, gradient: congruence(turn, gradient, n) }
}

interface Start {
  readonly a: Float64Array
  /** The gradient of the step that led there, and its length. */
  readonly before: Float64Array | undefined
  readonly step: number
}

/**
 * From the geometric mean of the arithmetic and the harmonic mean a step along the gradient with
 * 3 (x² - 1) / (x² + 4 x + 1) in place of log x: two inverses a matrix, and no eigenvectors.
 */
function startOf(matrices: Float64Array, n: number): Start {
  const euclid = spdMean(matrices, n, 'euclid').mean
  const arithmetic = cholesky(euclid, n)
  const precision = meanInverse(matrices, n, euclid, 1)
  const alone = { a: arithmetic, before: undefined, step: 1 }
  if (precision === undefined) return alone
  const whitened = congruence(transposed(arithmetic, n), precision, n)
  const middle = spectralMap(whitened, n, (value) => 1 / Math.sqrt(value))
  const mean = congruence(arithmetic, middle, n)
  const a = factorOf(mean, n)
  if (a === undefined) return alone
  const gradient = rationalLog(matrices, n, { a, mean })
  if (gradient === undefined) return { ...alone, a }
  const next = turned(moved(a, gradient, FIRST, n), gradient, n)
  return { a: next.a, before: next.gradient, step: FIRST }
}

/** The length of the first step: the rational function is steeper than the logarithm. */
const FIRST = 0.9

/** The mean of the rational function of the whitened matrices, by its poles. */
function rationalLog(
  matrices: Float64Array,
  n: number,
  { a, mean }: { a: Float64Array; mean: Float64Array },
): Float64Array | undefined {
  const back = transposed(a, n)
  const gradient = new Float64Array(n * n)
  for (const share of [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)]) {
    const inverse = meanInverse(matrices, n, mean, share)
    if (inverse === undefined) return undefined
    const whitened = congruence(back, inverse, n)
    for (let i = 0; i < whitened.length; i++) {
      gradient[i] += ((i % (n + 1) === 0 ? 1 : 0) - whitened[i]) / (2 * share)
    }
  }
  return gradient
}

function factorOf(a: Float64Array, n: number): Float64Array | undefined {
  try {
    return cholesky(a, n)
  } catch {
    return undefined
  }
}

/** Mean logarithm of the whitened matrices, and a bound of the curvature there. */
function meanLog(matrices: Float64Array, n: number, b: Float64Array) {
  const { mean, ends } = meanWhitenedLog(matrices, n, b)
  let steepest = 0
  let condition = 1
  for (let r = 0; r < ends.length; r += 2) {
    const spread = Math.log(ends[r + 1] / ends[r]) / 2
    condition = Math.max(condition, ends[r + 1] / ends[r])
    steepest += (spread > 1e-8 ? spread / Math.tanh(spread) : 1) / (ends.length / 2)
  }
  return { gradient: mean, steepest, condition }
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
