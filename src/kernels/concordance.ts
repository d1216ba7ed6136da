import { midranks } from './ranks.ts'
import type { Spheres } from './spheres.ts'

/**
 * Kendall's W of the rows around each row: how much neighbours rise and fall together, from 0 to 1
 * (regional homogeneity). Ranks of equal values are their mean, without further correction.
 *
 * @param x shape [N, T]
 * @param around which rows lie around each, itself included
 * @returns shape [N]; NaN where a row around is not finite, or is alone
 * @see Zang et al. (2004), NeuroImage 22(1):394-400, doi:10.1016/j.neuroimage.2003.12.030
 */
export function concordance(x: ArrayLike<number>, { starts, points }: Spheres): Float64Array {
  const rows = starts.length - 1
  const samples = x.length / rows
  const ranks = new Float64Array(x.length)
  const row = new Float64Array(samples)
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < samples; t++) row[t] = x[r * samples + t]
    const whole = row.every(Number.isFinite)
    ranks.set(whole ? midranks(row) : row.fill(Number.NaN), r * samples)
  }
  const sums = new Float64Array(samples)
  const spread = samples ** 3 - samples
  return Float64Array.from({ length: rows }, (_, i) => {
    const judges = starts[i + 1] - starts[i]
    if (judges < 2) return Number.NaN
    sums.fill(0)
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      const from = points[p] * samples
      for (let t = 0; t < samples; t++) sums[t] += ranks[from + t]
    }
    const mean = (judges * (samples + 1)) / 2
    let squares = 0
    for (let t = 0; t < samples; t++) squares += (sums[t] - mean) ** 2
    return (12 * squares) / (judges * judges * spread)
  })
}
