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
  selectWithin(x, from, from + count - 1, half)
  if (count % 2 === 1) return x[half]
  let below = x[from]
  for (let i = from + 1; i < half; i++) if (x[i] > below) below = x[i]
  return (below + x[half]) / 2
}

/** Orders x[low..high] until place k holds what it would hold if all were sorted (Hoare). */
function selectWithin(x: Float64Array, low: number, high: number, k: number): void {
  let [first, last] = [low, high]
  while (last > first) {
    const pivot = middleOf(x[first], x[(first + last) >> 1], x[last])
    let [i, j] = [first, last]
    while (i <= j) {
      while (x[i] < pivot) i++
      while (x[j] > pivot) j--
      if (i > j) break
      const kept = x[i]
      x[i++] = x[j]
      x[j--] = kept
    }
    if (k <= j) last = j
    else if (k >= i) first = i
    else return
  }
}

function middleOf(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : a < c ? c : a
  return a < c ? a : b < c ? c : b
}
