import { quantiles } from './quantile.ts'

/** What brings a variable to a common scale: (x - centre) / scale. */
export interface Scaling {
  readonly centre: number
  /** Above 0; 1 for a variable that is constant. */
  readonly scale: number
}

/**
 * Finds mean and standard deviation (divided by N) of all values together.
 *
 * Values that are not finite are left out; without any value centre and scale are NaN. A deviation
 * within rounding of 0 becomes a scale of 1.
 *
 * @param parts arrays of shape [N1], [N2], ... of one variable
 * @see sklearn.preprocessing.StandardScaler
 */
export function momentScaling(parts: readonly ArrayLike<number>[]): Scaling {
  let count = 0
  let sum = 0
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      if (part[i] * 0 !== 0) continue
      sum += part[i]
      count++
    }
  }
  const centre = sum / count
  let squares = 0
  let rest = 0
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      if (part[i] * 0 !== 0) continue
      const apart = part[i] - centre
      squares += apart * apart
      rest += apart
    }
  }
  const variance = (squares - (rest * rest) / count) / count
  const rounding = (count * centre * Number.EPSILON) ** 2
  const constant = variance <= count * Number.EPSILON * variance + rounding
  return { centre, scale: constant ? 1 : Math.sqrt(variance) }
}

/**
 * Finds median and interquartile range of all values together.
 *
 * Values that are not finite are left out; without any value centre and scale are NaN. A range
 * within rounding of 0 becomes a scale of 1.
 *
 * @param parts arrays of shape [N1], [N2], ... of one variable
 * @see sklearn.preprocessing.RobustScaler
 */
export function robustScaling(parts: readonly ArrayLike<number>[]): Scaling {
  const [low, centre, high] = quantiles(finiteValues(parts).sort(), [0.25, 0.5, 0.75])
  const range = high - low
  return { centre, scale: range < 10 * Number.EPSILON ? 1 : range }
}

/**
 * Finds what divides all values together by a quantile of their magnitudes.
 *
 * Values that are not finite are left out; without any value centre and scale are NaN. A quantile
 * of 0 becomes a scale of 1.
 *
 * @param parts arrays of shape [N1], [N2], ... of one variable
 * @param share which quantile, 0 to 1
 * @returns centre 0
 * @see BIOT: Yang et al. (2023), arXiv:2305.10351; `numpy.quantile(numpy.abs(x), share)`
 */
export function quantileScaling(parts: readonly ArrayLike<number>[], share: number): Scaling {
  const all = finiteValues(parts)
  for (let i = 0; i < all.length; i++) all[i] = Math.abs(all[i])
  const [scale] = quantiles(all.sort(), [share])
  return { centre: 0 * scale, scale: scale === 0 ? 1 : scale }
}

/**
 * Finds what brings all values together into -1 to 1, the least and the largest at its ends.
 *
 * Values that are not finite are left out; without any value centre and scale are NaN. What is
 * constant becomes 0.
 *
 * @param parts arrays of shape [N1], [N2], ... of one variable
 * @see sklearn.preprocessing.MinMaxScaler with feature_range=(-1, 1)
 */
export function rangeScaling(parts: readonly ArrayLike<number>[]): Scaling {
  const all = finiteValues(parts)
  if (all.length === 0) return { centre: Number.NaN, scale: Number.NaN }
  let [low, high] = [all[0], all[0]]
  for (let i = 1; i < all.length; i++) {
    if (all[i] < low) low = all[i]
    else if (all[i] > high) high = all[i]
  }
  return { centre: (high + low) / 2, scale: high === low ? 1 : (high - low) / 2 }
}

/** Writes (x - centre) / scale for x of shape [N] into an array of the same shape. */
export function scaleInto(x: ArrayLike<number>, by: Scaling, into: Float32Array): void {
  const { centre, scale } = by
  for (let i = 0; i < x.length; i++) into[i] = (x[i] - centre) / scale
}

function finiteValues(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let count = 0
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) if (part[i] * 0 === 0) all[count++] = part[i]
  }
  return all.subarray(0, count)
}
