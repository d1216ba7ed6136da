import type { Spheres } from './spheres.ts'

/**
 * Moran's I: how much values at neighbouring places are alike, their mean product over the mean
 * square, both less the mean of all. Without any order in space -1 / (N - 1) is expected; 1 is a
 * map so smooth that neighbours are equal, below 0 is a chequerboard.
 *
 * @param values shape [N]
 * @param around the neighbours of each place; the place itself among them does not count
 * @returns NaN where a value is NaN, all are equal, or nothing has a neighbour
 * @throws {RangeError} there are not so many places
 * @see Moran (1950), Biometrika 37(1/2):17-23, doi:10.2307/2332142; `esda.Moran` with binary
 *   weights (`transformation='B'`)
 */
export function moran(values: ArrayLike<number>, { starts, points }: Spheres): number {
  const count = values.length
  if (starts.length !== count + 1) {
    throw new RangeError(`${count} values at ${starts.length - 1} places`)
  }
  let mean = 0
  for (let i = 0; i < count; i++) mean += values[i] / count
  let [squares, products, pairs] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const own = values[i] - mean
    squares += own * own
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      if (points[p] === i) continue
      products += own * (values[points[p]] - mean)
      pairs++
    }
  }
  const isFlat = squares <= count * (1e-14 * mean) ** 2
  return isFlat || pairs === 0 ? Number.NaN : (count / pairs) * (products / squares)
}
