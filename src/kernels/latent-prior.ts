import { eigenSymmetric } from './eigen-symmetric.ts'

/** When scans were taken: a run, and a place in it. */
export interface ScanPlaces {
  /** Which run each scan is of, shape [T]. */
  readonly run: ArrayLike<number>
  /** Its number in the run, scans, shape [T]. */
  readonly at: ArrayLike<number>
}

/** What a smooth time course is expected to be like: a Gaussian process, decomposed. */
export interface LatentPrior {
  /** How far apart scans depend on each other, scans. */
  readonly length: number
  /** Eigenvalues of its covariance, shape [T], above 0. */
  readonly values: Float64Array
  /** Eigenvectors, one a column, shape [T, T]. */
  readonly vectors: Float64Array
}

/** The share of a time course's variance that is white. */
const white = 1e-4

/**
 * Makes the prior of a time course of variance 1: scans d apart in one run have the covariance
 * (1 - 1e-4) exp(-d² / (2 length²)), scans of two runs none, and 1e-4 is white.
 *
 * @param length scans, above 0
 * @see Mohajerin et al., shared-gpfa (`ExponentiatedQuadratic` with `latent_noise_var` 1e-4)
 */
export function latentPrior({ run, at }: ScanPlaces, length: number): LatentPrior {
  const n = run.length
  const covariance = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (run[i] !== run[j]) continue
      const apart = (at[i] - at[j]) / length
      covariance[i * n + j] = (1 - white) * Math.exp(-0.5 * apart * apart)
    }
    covariance[i * n + i] += white
  }
  const { values, vectors } = eigenSymmetric(covariance, n)
  return { length, values: values.map((value) => Math.max(value, 0.5 * white)), vectors }
}

/**
 * Minus the logarithm of the density of a time course under a prior.
 *
 * @param x shape [T]
 * @see scipy.stats.multivariate_normal.logpdf
 */
export function latentCost({ values, vectors }: LatentPrior, x: Float64Array): number {
  const turned = along(vectors, x)
  let cost = 0.5 * x.length * Math.log(2 * Math.PI)
  for (let k = 0; k < x.length; k++) {
    cost += 0.5 * (turned[k] ** 2 / values[k] + Math.log(values[k]))
  }
  return cost
}

/**
 * Minus the logarithm of the density of b / a, a time course seen with white noise of variance
 * 1 / a, under a prior divided by s; constants left out.
 *
 * @param b shape [T]
 * @param a above 0; else 0 for all priors
 * @param smoothness s, above 0
 */
export function evidenceCost(
  { values, vectors }: LatentPrior,
  b: Float64Array,
  a: number,
  smoothness: number,
): number {
  if (!(a > 0)) return 0
  const turned = along(vectors, b)
  let cost = 0
  for (let k = 0; k < b.length; k++) {
    const variance = values[k] / smoothness + 1 / a
    cost += 0.5 * ((turned[k] / a) ** 2 / variance + Math.log(variance))
  }
  return cost
}

/**
 * The time course x with the least a/2 |x|² - bᵀx + s/2 xᵀC⁻¹x, C being the prior's covariance.
 *
 * @param b shape [T]
 * @param a at least 0
 * @param smoothness s, above 0
 * @returns shape [T]
 */
export function smoothed(
  { values, vectors }: LatentPrior,
  b: Float64Array,
  a: number,
  smoothness: number,
): Float64Array {
  const n = b.length
  const turned = along(vectors, b)
  const out = new Float64Array(n)
  for (let k = 0; k < n; k++) turned[k] *= values[k] / (a * values[k] + smoothness)
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let k = 0; k < n; k++) sum += vectors[i * n + k] * turned[k]
    out[i] = sum
  }
  return out
}

/** The parts of x along each eigenvector, shape [T]. */
function along(vectors: Float64Array, x: Float64Array): Float64Array {
  const n = x.length
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) out[k] += vectors[i * n + k] * x[i]
  }
  return out
}
