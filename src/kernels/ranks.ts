/**
 * Ranks from 1 for the smallest; equal values share the mean of their ranks.
 *
 * @param values shape [N], without NaN
 * @returns shape [N]
 * @see `scipy.stats.rankdata`
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b])
  const ranks = new Float64Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to]] === values[order[from]]) to++
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2
    from = to
  }
  return ranks
}
