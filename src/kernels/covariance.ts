import { ledoitWolfShrinkage } from './ledoit-wolf.ts'
import { gram } from './multiply.ts'
import { panels } from './panels.ts'

/** How a covariance matrix is estimated. */
export type Estimator = 'sample' | 'oas' | 'ledoitWolf'

/**
 * Estimates the covariance of the rows of a block, each less its own mean (`center`) or as it is.
 *
 * `sample` divides by T - 1, about 0 by T. `oas` and `ledoitWolf` divide by T and move towards a
 * multiple of the identity, so that it is positive definite also for T below C. A row with NaN
 * makes its own row and column NaN with `sample`, everything with the others.
 *
 * @param x shape [C, T], in any unit u
 * @param channels C, at least 1; T is `x.length / channels`, at least 2
 * @returns shape [C, C], symmetric, in u squared
 * @throws {RangeError} C does not divide the number of values, or T is below 2
 * @see `numpy.cov`; Chen et al. (2010), IEEE Trans. Signal Process. 58(10):5016-5029,
 *   doi:10.1109/TSP.2010.2053029, in the form of `sklearn.covariance.oas`; Ledoit & Wolf (2004),
 *   J. Multivar. Anal. 88(2):365-411, doi:10.1016/S0047-259X(03)00096-4
 */
export function covariance(
  x: ArrayLike<number>,
  channels: number,
  estimator: Estimator,
  center = true,
): Float64Array {
  const samples = x.length / channels
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(`${x.length} values are no block of ${channels} channels`)
  }
  const centred = center ? centre(x, channels, samples) : Float64Array.from(x)
  const cov = gram(panels(centred, channels, samples))
  const divisor = estimator === 'sample' && center ? samples - 1 : samples
  for (let i = 0; i < cov.length; i++) cov[i] /= divisor
  if (estimator === 'oas') shrink(cov, channels, oasShrinkage(cov, channels, samples))
  if (estimator === 'ledoitWolf') {
    const lengths = columnLengths(centred, channels, samples)
    const spread = { lengths, squares: sumOfSquares(cov), variables: channels }
    shrink(cov, channels, ledoitWolfShrinkage(spread))
  }
  return cov
}

function centre(x: ArrayLike<number>, channels: number, samples: number): Float64Array {
  const out = new Float64Array(channels * samples)
  for (let c = 0; c < channels; c++) {
    const from = c * samples
    let sum = 0
    for (let t = 0; t < samples; t++) sum += x[from + t]
    const mean = sum / samples
    for (let t = 0; t < samples; t++) out[from + t] = x[from + t] - mean
  }
  return out
}

function columnLengths(x: Float64Array, channels: number, samples: number): Float64Array {
  const lengths = new Float64Array(samples)
  for (let c = 0, i = 0; c < channels; c++) {
    for (let t = 0; t < samples; t++, i++) lengths[t] += x[i] * x[i]
  }
  return lengths
}

function sumOfSquares(x: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i]
  return sum
}

function oasShrinkage(cov: Float64Array, channels: number, samples: number): number {
  const alpha = sumOfSquares(cov) / cov.length
  const mu = trace(cov, channels) / channels
  const most = (samples + 1) * (alpha - (mu * mu) / channels)
  return most === 0 ? 1 : Math.min(1, (alpha + mu * mu) / most)
}

/** (1 - shrinkage) · cov + shrinkage · mean variance · I, in place. */
function shrink(cov: Float64Array, n: number, shrinkage: number): void {
  const mu = trace(cov, n) / n
  for (let i = 0; i < cov.length; i++) cov[i] *= 1 - shrinkage
  for (let i = 0; i < n; i++) cov[i * n + i] += shrinkage * mu
}

function trace(cov: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += cov[i * n + i]
  return sum
}
