import { covariance, type Estimator } from './covariance.ts'
import { solve } from './solve.ts'

/** How two channels are said to go together. */
export type ConnectomeMeasure = 'correlation' | 'partialCorrelation' | 'covariance' | 'precision'

/**
 * How each pair of channels of a block goes together.
 *
 * All come from one estimate of the covariance. `correlation` standardises the channels first, so
 * that shrinking is the same for all; `precision` is the inverse, `partialCorrelation` the inverse
 * with the sign turned and 1 on the diagonal. The diagonal of `correlation` is 1. A constant
 * channel gives NaN where it is divided by its variance.
 *
 * @param x shape [C, T]
 * @param channels C; T is `x.length / channels`, at least 2
 * @returns shape [C, C], symmetric
 * @throws {RangeError} by `solve` for a covariance that has no inverse or is not finite
 * @see `nilearn.connectome.ConnectivityMeasure`; Varoquaux & Craddock (2013), NeuroImage
 *   80:405-415, doi:10.1016/j.neuroimage.2013.04.007
 */
export function connectome(
  x: ArrayLike<number>,
  channels: number,
  measure: ConnectomeMeasure,
  estimator: Estimator,
): Float64Array {
  if (measure === 'correlation') {
    return correlations(covariance(standardized(x, channels), channels, estimator), channels)
  }
  const cov = covariance(x, channels, estimator)
  if (measure === 'covariance') return cov
  const precision = inverseSymmetric(cov, channels)
  if (measure === 'precision') return precision
  const partial = correlations(precision, channels).map((value) => -value)
  for (let i = 0; i < channels; i++) partial[i * channels + i] = 1
  return partial
}

/** Each row less its mean over its deviation (ddof 1); a constant row becomes 0. */
function standardized(x: ArrayLike<number>, rows: number): Float64Array {
  const samples = x.length / rows
  const out = new Float64Array(x.length)
  for (let r = 0; r < rows; r++) {
    const from = r * samples
    let [mean, squares] = [0, 0]
    for (let t = 0; t < samples; t++) mean += x[from + t] / samples
    for (let t = 0; t < samples; t++) squares += (x[from + t] - mean) ** 2
    const spread = Math.sqrt(squares / (samples - 1))
    const scale = spread > 1e-14 * Math.abs(mean) ? spread : 1
    for (let t = 0; t < samples; t++) out[from + t] = (x[from + t] - mean) / scale
  }
  return out
}

/** A covariance over both deviations, with 1 on the diagonal. */
function correlations(cov: Float64Array, n: number): Float64Array {
  const scales = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(cov[i * n + i]))
  const out = new Float64Array(cov.length)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) out[i * n + j] = cov[i * n + j] * scales[i] * scales[j]
    if (out[i * n + i] > 0) out[i * n + i] = 1
  }
  return out
}

function inverseSymmetric(a: Float64Array, n: number): Float64Array {
  const identity = new Float64Array(n * n)
  for (let i = 0; i < n; i++) identity[i * n + i] = 1
  const out = solve(a, n, identity)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (out[i * n + j] + out[j * n + i]) / 2
      out[i * n + j] = mean
      out[j * n + i] = mean
    }
  }
  return out
}
