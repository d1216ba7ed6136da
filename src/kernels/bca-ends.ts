import { normalCdf, normalQuantile } from './normal.ts'
import { quantiles } from './quantile.ts'

/**
 * The ends of a bias-corrected and accelerated bootstrap interval.
 *
 * Without spread among the left-out values nothing is accelerated; where all resamples lie on one
 * side of the value the bias cannot be told, and the plain percentiles are given.
 *
 * @param resampled shape [B], the figure on B resamples, ascending, finite
 * @param value the figure itself
 * @param leftOut shape [N], the figure with each observation left out in turn; finite
 * @param share how much the interval is to hold, between 0 and 1
 * @returns low and high; NaN when B is 0
 * @see Efron (1987), J. Am. Stat. Assoc. 82(397):171-185; `scipy.stats.bootstrap`, method BCa
 */
export function bcaEnds(
  resampled: Float64Array,
  value: number,
  leftOut: ArrayLike<number>,
  share = 0.95,
): [number, number] {
  const edge = (1 - share) / 2
  const bias = normalQuantile(shareBelow(resampled, value))
  const speed = acceleration(leftOut)
  const at = [edge, 1 - edge].map((level) => {
    if (!Number.isFinite(bias)) return level
    const z = bias + normalQuantile(level)
    return normalCdf(bias + z / (1 - speed * z))
  })
  const [low, high] = quantiles(resampled, at)
  return [low, high]
}

/** The share of values below, those that are equal counted half. */
function shareBelow(sorted: Float64Array, value: number): number {
  let below = 0
  let equal = 0
  for (const one of sorted) {
    if (one < value) below++
    else if (one === value) equal++
  }
  return (below + equal / 2) / sorted.length
}

function acceleration(leftOut: ArrayLike<number>): number {
  const values = Array.from(leftOut)
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  let squares = 0
  let cubes = 0
  for (const one of values) {
    squares += (mean - one) ** 2
    cubes += (mean - one) ** 3
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0
}
