import type { BothLevels, SeePair } from './pair-levels.ts'
import { defineSimilarity } from './similarity-metric.ts'

/**
 * Representational similarity by Kendall's tau-a: over all pairs of rows with different vectors, by
 * how much more often two pairs are ordered alike in predictions and own vectors than unlike, as a
 * share of all; unlike is 1 less Pearson's r. Ties are neither, so that predictions with ties
 * cannot win by them. NaN where a vector is constant.
 *
 * @see Nili et al. (2014), PLoS Comput. Biol. 10(4):e1003553, doi:10.1371/journal.pcbi.1003553;
 *   `rsatoolbox.rdm.compare` with `tau-a`
 */
export const rsaKendall = defineSimilarity(
  { use: 'rsaKendall', title: "Representational similarity, Kendall's tau-a" },
  tauA,
)

function tauA(
  { found, own, eachPair }: BothLevels,
  truth: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const seen = byLevel(found.count, (see) => eachPair(truth, weights, see))
  const below = new RunningSums(own.count)
  let [all, sum] = [0, 0]
  for (let level = 0; level < found.count; level++) {
    const [from, to] = [seen.starts[level], seen.starts[level + 1]]
    for (let i = from; i < to; i++) {
      const [less, upTo] = [below.before(seen.own[i]), below.before(seen.own[i] + 1)]
      sum += seen.weight[i] * (less - (all - upTo))
    }
    for (let i = from; i < to; i++) below.add(seen.own[i], seen.weight[i])
    for (let i = from; i < to; i++) all += seen.weight[i]
  }
  return all > 1 ? sum / ((all * (all - 1)) / 2) : Number.NaN
}

/** Pairs by rising level of their predictions: own levels and weights, and where levels begin. */
function byLevel(count: number, eachPair: (see: SeePair) => void) {
  const starts = new Int32Array(count + 1)
  eachPair((p) => {
    starts[p + 1]++
  })
  for (let level = 0; level < count; level++) starts[level + 1] += starts[level]
  const next = starts.slice()
  const own = new Int32Array(starts[count])
  const weight = new Float64Array(starts[count])
  eachPair((p, q, times) => {
    own[next[p]] = q
    weight[next[p]++] = times
  })
  return { starts, own, weight }
}

/** Sums of what was added below a place, in logarithmic time: a tree by the bits of places. */
class RunningSums {
  private readonly parts: Float64Array

  constructor(size: number) {
    this.parts = new Float64Array(size + 1)
  }

  add(place: number, weight: number): void {
    for (let i = place + 1; i < this.parts.length; i += i & -i) this.parts[i] += weight
  }

  before(place: number): number {
    let sum = 0
    for (let i = place; i > 0; i -= i & -i) sum += this.parts[i]
    return sum
  }
}
