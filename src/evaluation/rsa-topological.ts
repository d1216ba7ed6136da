import { type BothLevels, centredRanks, countsOf } from './pair-levels.ts'
import { defineSimilarity } from './similarity-metric.ts'

/** Quantiles of the ranks below which pairs count as the same, above which as apart. */
const [low, high] = [0.25, 0.75]

/**
 * Topological representational similarity: Pearson's correlation of predicted and own
 * dissimilarities after each was brought to ranks from 0 to 1 and small ones were made 0 (up to the
 * lower quartile), large ones 1 (above the upper), over all pairs of rows with different vectors.
 * What is left is who is a neighbour of whom. NaN where a vector is constant or nothing varies.
 *
 * @see Lin & Kriegeskorte (2024), Proc. Natl. Acad. Sci. 121(42):e2317881121,
 *   doi:10.1073/pnas.2317881121
 */
export const rsaTopological = defineSimilarity(
  { use: 'rsaTopological', title: 'Topological representational similarity' },
  neighbourhoods,
)

function neighbourhoods(
  levels: BothLevels,
  truth: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const [a, b] = countsOf(levels, truth, weights).map(levelled)
  let [all, sumA, sumB, both, squaresA, squaresB] = [0, 0, 0, 0, 0, 0]
  levels.eachPair(truth, weights, (p, q, weight) => {
    all += weight
    sumA += weight * a[p]
    sumB += weight * b[q]
    both += weight * a[p] * b[q]
    squaresA += weight * a[p] * a[p]
    squaresB += weight * b[q] * b[q]
  })
  const spread = (squaresA - sumA ** 2 / all) * (squaresB - sumB ** 2 / all)
  return spread > 1e-20 * all * all ? (both - (sumA * sumB) / all) / Math.sqrt(spread) : Number.NaN
}

/** What each level becomes: middle ranks from 0 to 1, straight between the quartiles. */
function levelled(counts: Float64Array): Float64Array {
  const ranks = centredRanks(counts)
  const there = Array.from(counts.keys()).filter((level) => counts[level] > 0)
  const [least, most] = [ranks[there[0]], ranks[there[there.length - 1]]]
  const scaled = ranks.map((rank) => (rank - least) / (most - least))
  const all = counts.reduce((sum, count) => sum + count, 0)
  const valueAt = (place: number) => {
    let below = 0
    for (const level of there) {
      below += counts[level]
      if (place < below) return scaled[level]
    }
    return scaled[there[there.length - 1]]
  }
  const quantile = (share: number) => {
    const at = share * (all - 1)
    const first = valueAt(Math.floor(at))
    return first + (at - Math.floor(at)) * (valueAt(Math.floor(at) + 1) - first)
  }
  const [from, to] = [quantile(low), quantile(high)]
  return scaled.map((value) => {
    if (value <= from) return 0
    return value > to ? 1 : (value - from) / (to - from)
  })
}
