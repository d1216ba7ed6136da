const eulerGamma = 0.5772156649015329

/**
 * Estimates the mutual information of a number and a class, in nats, from the distances of each
 * number to its nearest neighbours of the same class.
 *
 * Classes with one member are left out. Equal numbers should be rare.
 *
 * @param x shape [N], finite
 * @param codes class of each, shape [N], whole numbers
 * @param neighbours how many count; all others of the class when it has fewer
 * @returns not below 0
 * @see Ross (2014), PLoS ONE 9(2):e87357, doi:10.1371/journal.pone.0087357;
 *   sklearn.feature_selection.mutual_info_classif
 */
export function classInformation(
  x: Float64Array,
  codes: ArrayLike<number>,
  neighbours = 3,
): number {
  const counts = new Map<number, number>()
  for (let i = 0; i < x.length; i++) counts.set(codes[i], (counts.get(codes[i]) ?? 0) + 1)
  const kept = [...x.keys()].filter((i) => (counts.get(codes[i]) ?? 0) > 1)
  if (kept.length === 0) return 0
  const sorted = Float64Array.from(kept, (i) => x[i]).sort()
  const psi = digammas(x.length)
  let sum = psi[kept.length]
  for (const [code, count] of counts) {
    if (count < 2) continue
    const own = Float64Array.from(
      kept.filter((i) => codes[i] === code),
      (i) => x[i],
    ).sort()
    const k = Math.min(neighbours, count - 1)
    for (let i = 0; i < count; i++) {
      const near = within(sorted, own[i], distanceTo(own, i, k))
      sum += (psi[k] - psi[count] - psi[near]) / kept.length
    }
  }
  return Math.max(0, sum)
}

/** Of 1 to n, for whole numbers a partial sum of the harmonic series. */
function digammas(n: number): Float64Array {
  const out = new Float64Array(n + 1)
  out[0] = Number.NaN
  for (let i = 1; i <= n; i++) out[i] = i === 1 ? -eulerGamma : out[i - 1] + 1 / (i - 1)
  return out
}

/** How far the k-th nearest of the others lies from number i of a sorted list. */
function distanceTo(sorted: Float64Array, i: number, k: number): number {
  let [low, high, apart] = [i - 1, i + 1, 0]
  for (let found = 0; found < k; found++) {
    const below = low >= 0 ? sorted[i] - sorted[low] : Number.POSITIVE_INFINITY
    const above = high < sorted.length ? sorted[high] - sorted[i] : Number.POSITIVE_INFINITY
    apart = Math.min(below, above)
    if (below <= above) low--
    else high++
  }
  return apart
}

/** How many numbers of a sorted list lie nearer than `apart`, itself included. */
function within(sorted: Float64Array, at: number, apart: number): number {
  const first = firstIndex(sorted, (value) => at - value < apart)
  const end = firstIndex(sorted, (value) => value - at >= apart)
  return Math.max(1, end - first)
}

/** The first index from which a statement holds, by halving. */
function firstIndex(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(sorted[middle])) high = middle
    else low = middle + 1
  }
  return low
}
