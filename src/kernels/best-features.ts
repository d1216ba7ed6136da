/**
 * The features with the highest scores, so many percent of all: those above the percentile of the
 * scores, then of those that equal it the first, up to the whole number below the share.
 *
 * NaN counts as the lowest score.
 *
 * @param scores shape [D]
 * @param percent above 0, up to 100
 * @returns places of the features, ascending
 * @see `sklearn.feature_selection.SelectPercentile`
 */
export function bestPercent(scores: Float64Array, percent: number): Int32Array {
  if (percent === 100) return Int32Array.from(scores, (_, d) => d)
  const known = withoutNaN(scores)
  const limit = percentile(known, 100 - percent)
  const most = Math.floor((known.length * percent) / 100)
  let ties = most - known.reduce((count, score) => count + (score > limit ? 1 : 0), 0)
  return places(known, (score) => score > limit || (score === limit && ties-- > 0))
}

/**
 * The features with the highest scores, so many of them; of equal ones the last. All of them when
 * there are fewer.
 *
 * @param scores shape [D]; NaN counts as the lowest
 * @returns places of the features, ascending
 * @see `sklearn.feature_selection.SelectKBest`
 */
export function bestCount(scores: Float64Array, count: number): Int32Array {
  const known = withoutNaN(scores)
  const order = Int32Array.from(known, (_, d) => d).sort((a, b) => known[a] - known[b] || a - b)
  return order.slice(Math.max(0, order.length - count)).sort()
}

function withoutNaN(scores: Float64Array): Float64Array {
  return scores.map((score) => (Number.isNaN(score) ? -Number.MAX_VALUE : score))
}

function places(scores: Float64Array, keeps: (score: number) => boolean): Int32Array {
  const kept: number[] = []
  for (let d = 0; d < scores.length; d++) if (keeps(scores[d])) kept.push(d)
  return Int32Array.from(kept)
}

/** Linear between neighbours, from whichever of them is nearer, as NumPy does it. */
function percentile(values: Float64Array, percent: number): number {
  const sorted = values.slice().sort()
  const at = (percent / 100) * (sorted.length - 1)
  const from = Math.floor(at)
  const share = at - from
  const [a, b] = [sorted[from], sorted[Math.min(from + 1, sorted.length - 1)]]
  if (share === 0) return a
  return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share)
}
