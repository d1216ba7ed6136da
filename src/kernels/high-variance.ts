import { detrend } from './detrend.ts'
import { eigenSymmetric } from './eigen-symmetric.ts'
import { gram } from './multiply.ts'
import { columnPanels } from './panels.ts'
import { quantiles } from './quantile.ts'

/** What `highVariance` looks for. */
export interface HighVariance {
  readonly components: number
  /** Share of the rows with the highest variance, percent, above 0 to 100. */
  readonly percent: number
  readonly detrend: boolean
}

/**
 * Finds the time courses that explain most of the rows of highest variance (CompCor without a map
 * of noise).
 *
 * Rows keep their mean where they are not detrended. A row that is not finite is left out. Signs
 * are fixed: the largest value of a component is above 0.
 *
 * @param x signals, shape [R, T]
 * @param rows R
 * @returns orthonormal components, the strongest first, shape [K, T] with K at most T and the
 *   number of rows that are looked at
 * @throws {RangeError} R does not divide the number of values
 * @see Behzadi et al. (2007), NeuroImage 37(1):90-101; nilearn.signal.high_variance_confounds
 */
export function highVariance(
  x: Float32Array,
  rows: number,
  { components, percent, detrend: isDetrended }: HighVariance,
): Float64Array {
  const samples = rows === 0 ? 0 : x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values are no ${rows} rows`)
  const values = isDetrended ? detrend(x, rows, 'linear') : x
  const powers = new Float64Array(rows)
  for (let r = 0; r < rows; r++) powers[r] = meanSquare(values, r * samples, samples)
  const finite = powers.filter((power) => Number.isFinite(power)).sort()
  const [limit] = finite.length === 0 ? [0] : quantiles(finite, [1 - percent / 100])
  const chosen: number[] = []
  for (let r = 0; r < rows; r++) {
    if (powers[r] > limit || (percent === 100 && powers[r] === limit)) chosen.push(r)
  }
  const kept = new Float64Array(chosen.length * samples)
  for (const [i, r] of chosen.entries()) {
    kept.set(values.subarray(r * samples, (r + 1) * samples), i * samples)
  }
  const { vectors } = eigenSymmetric(gram(columnPanels(kept, chosen.length, samples)), samples)
  const count = Math.min(components, samples, chosen.length)
  return strongest(vectors, samples, count)
}

function meanSquare(x: Float32Array, from: number, samples: number): number {
  let sum = 0
  for (let t = from; t < from + samples; t++) sum += x[t] * x[t]
  return sum / samples
}

/** The last columns of the eigenvectors, as rows, the last first. */
function strongest(vectors: Float64Array, n: number, count: number): Float64Array {
  const out = new Float64Array(count * n)
  for (let k = 0; k < count; k++) {
    let peak = 0
    for (let t = 0; t < n; t++) {
      const value = vectors[t * n + n - 1 - k]
      out[k * n + t] = value
      if (Math.abs(value) > Math.abs(peak)) peak = value
    }
    if (peak < 0) for (let t = 0; t < n; t++) out[k * n + t] *= -1
  }
  return out
}
