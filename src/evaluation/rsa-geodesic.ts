import type { BothLevels } from './pair-levels.ts'
import { defineSimilarity } from './similarity-metric.ts'

/**
 * Representational similarity along shortest ways: Pearson's correlation of predicted and own
 * geodesic distances over all pairs of rows with different vectors. A geodesic distance is the
 * length of the shortest way from row to row on which the largest dissimilarity is no step;
 * dissimilarities are 1 less Pearson's r, brought to 0 to 1. NaN where a vector is constant, or no
 * way leads from one row to another. Takes time with the cube of the rows.
 *
 * @see `rsatoolbox.rdm.transform.geodesic_transform`, where the least one is no step either; Lin &
 *   Kriegeskorte (2024), Proc. Natl. Acad. Sci. 121(42):e2317881121, doi:10.1073/pnas.2317881121
 */
export const rsaGeodesic = defineSimilarity(
  { use: 'rsaGeodesic', title: 'Representational similarity, geodesic' },
  alongWays,
)

/** A pair of rows i and j, at i R + j: how often it counts, and both dissimilarities. */
interface Pair {
  readonly at: number
  readonly weight: number
  readonly p: number
  readonly q: number
}

function alongWays(
  { found, own, eachPair }: BothLevels,
  truth: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const pairs: Pair[] = []
  eachPair(truth, weights, (p, q, weight, at) => {
    pairs.push({ at, weight, p: found.values[p], q: own.values[q] })
  })
  if (pairs.length === 0) return Number.NaN
  const rows = truth.length
  const [a, b] = (['p', 'q'] as const).map((side) => shortest(pairs, side, rows))
  let [all, meanA, meanB] = [0, 0, 0]
  for (const { at, weight } of pairs) {
    all += weight
    meanA += weight * a[at]
    meanB += weight * b[at]
  }
  let [both, squaresA, squaresB] = [0, 0, 0]
  for (const { at, weight } of pairs) {
    const [x, y] = [a[at] - meanA / all, b[at] - meanB / all]
    both += weight * x * y
    squaresA += weight * x * x
    squaresB += weight * y * y
  }
  const spread = squaresA * squaresB
  return spread > 0 && Number.isFinite(spread) ? both / Math.sqrt(spread) : Number.NaN
}

/** Lengths of the shortest ways from row to row, shape [rows, rows]. */
function shortest(pairs: readonly Pair[], side: 'p' | 'q', rows: number): Float64Array {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const pair of pairs) {
    least = Math.min(least, pair[side])
    most = Math.max(most, pair[side])
  }
  const ways = new Float64Array(rows * rows).fill(Number.POSITIVE_INFINITY)
  for (const pair of pairs) {
    const length = (pair[side] - least) / (most - least)
    if (!(length < 1)) continue
    ways[pair.at] = length
    ways[(pair.at % rows) * rows + Math.floor(pair.at / rows)] = length
  }
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < rows; i++) {
      const first = ways[i * rows + k]
      if (first === Number.POSITIVE_INFINITY) continue
      for (let j = 0; j < rows; j++) {
        const round = first + ways[k * rows + j]
        if (round < ways[i * rows + j]) ways[i * rows + j] = round
      }
    }
  }
  return ways
}
