import { selectWithin } from './select-within.ts'

/**
 * Takes the median over rows, sample by sample.
 *
 * @param rows all rows, shape [T] each; none holds NaN
 * @param chosen numbers of the rows that count, N of them, at least 1
 * @returns shape [T]; for even N the mean of the two in the middle
 * @see numpy.median
 */
export function medianOver(
  rows: readonly ArrayLike<number>[],
  chosen: ArrayLike<number>,
): Float64Array {
  const count = chosen.length
  const samples = rows[chosen[0]].length
  const out = new Float64Array(samples)
  const panel = new Float64Array(count * PANEL)
  for (let from = 0; from < samples; from += PANEL) {
    const width = Math.min(PANEL, samples - from)
    for (let i = 0; i < count; i++) {
      const row = rows[chosen[i]]
      for (let t = 0; t < width; t++) panel[t * count + i] = row[from + t]
    }
    for (let t = 0; t < width; t++) out[from + t] = medianWithin(panel, t * count, count)
  }
  return out
}

/** Samples whose values are gathered at a time: two lines of the cache. */
const PANEL = 32

/** The median of `count` values from `from` on, which are put into another order. */
function medianWithin(x: Float64Array, from: number, count: number): number {
  const half = from + (count >> 1)
  selectWithin(x, { first: from, last: from + count - 1 }, half)
  if (count % 2 === 1) return x[half]
  let below = x[from]
  for (let i = from + 1; i < half; i++) if (x[i] > below) below = x[i]
  return (below + x[half]) / 2
}
