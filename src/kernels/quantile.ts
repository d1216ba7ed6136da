/**
 * Gives quantiles by linear interpolation between the two nearest values.
 *
 * @param sorted shape [N], ascending, N at least 1, all finite
 * @param at shape [Q], each from 0 to 1
 * @returns shape [Q]; NaN when N is 0
 * @see numpy.quantile with method='linear'
 */
export function quantiles(sorted: ArrayLike<number>, at: readonly number[]): number[] {
  return at.map((q) => {
    const place = q * (sorted.length - 1)
    const below = Math.floor(place)
    const above = Math.min(below + 1, sorted.length - 1)
    return sorted[below] + (place - below) * (sorted[above] - sorted[below])
  })
}
