/**
 * Pearson's correlation of two signals.
 *
 * @param a shape [T]
 * @param b shape [T]
 * @returns from -1 to 1; NaN when one is constant or holds a NaN
 * @throws {RangeError} lengths differ
 * @see `numpy.corrcoef`
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} samples`)
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  let [both, squaresA, squaresB] = [0, 0, 0]
  for (let t = 0; t < a.length; t++) {
    const [x, y] = [a[t] - meanA, b[t] - meanB]
    both += x * y
    squaresA += x * x
    squaresB += y * y
  }
  if (!(squaresA > 0) || !(squaresB > 0)) return Number.NaN
  return Math.max(-1, Math.min(1, both / Math.sqrt(squaresA * squaresB)))
}

function meanOf(x: ArrayLike<number>): number {
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += x[t]
  return sum / x.length
}
