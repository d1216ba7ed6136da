import { gram, multiply } from './multiply.ts'
import { panels } from './panels.ts'

/**
 * Dissimilarities of each pair of patterns, in the order of the upper triangle.
 *
 * `correlation`: 1 less Pearson's r, NaN for a constant pattern. `euclidean`: the squared distance
 * over the number of channels.
 *
 * @param patterns shape [K, D]
 * @param count K
 * @returns shape [K (K - 1) / 2]
 * @see `rsatoolbox.rdm.calc_rdm` with methods `correlation` and `euclidean`
 */
export function dissimilarities(
  patterns: Float64Array,
  count: number,
  distance: 'correlation' | 'euclidean',
): Float64Array {
  const depth = patterns.length / count
  const rows = distance === 'correlation' ? unitRows(patterns, count) : patterns
  const products = gram(panels(rows, count, depth))
  return upper(count, (i, j) => {
    if (distance === 'correlation') return 1 - products[i * count + j]
    let sum = 0
    for (let d = 0; d < depth; d++) sum += (rows[i * depth + d] - rows[j * depth + d]) ** 2
    return sum / depth
  })
}

/**
 * Cross-validated squared distances: the difference of two conditions in one fold times that in
 * the others, over the number of channels and averaged over folds. Noise adds nothing to the mean,
 * so values around 0 and below say that two conditions do not differ. With patterns whitened by
 * the noise these are crossnobis distances.
 *
 * @param patterns means of conditions in each fold, shape [F, K, D]
 * @param others means of conditions in all other folds, shape [F, K, D]
 * @param folds F, at least 2
 * @param count K
 * @returns shape [K (K - 1) / 2], in the order of the upper triangle
 * @see `rsatoolbox.rdm.calc_rdm_crossnobis`; Walther et al. (2016), NeuroImage 137:188-200,
 *   doi:10.1016/j.neuroimage.2015.12.012
 */
export function crossnobis(
  patterns: Float64Array,
  others: Float64Array,
  folds: number,
  count: number,
): Float64Array {
  const size = patterns.length / folds
  const depth = size / count
  const out = new Float64Array((count * (count - 1)) / 2)
  for (let f = 0; f < folds; f++) {
    const [own, rest] = [patterns, others].map((x) => x.subarray(f * size, (f + 1) * size))
    const kernel = multiply(panels(rest, count, depth), panels(own, count, depth))
    const at = (i: number, j: number) => kernel[i * count + j]
    const one = upper(count, (i, j) => (at(i, i) + at(j, j) - at(i, j) - at(j, i)) / depth)
    for (let p = 0; p < out.length; p++) out[p] += one[p] / folds
  }
  return out
}

/**
 * Shortest ways between conditions where the largest dissimilarity is no way at all: those of one
 * RDM, brought to 0 to 1 first. Where there is no way, infinity.
 *
 * @param rdm shape [K (K - 1) / 2], in the order of the upper triangle
 * @param count K
 * @see `rsatoolbox.rdm.transform.geodesic_transform`; Lin & Kriegeskorte (2024), Proc. Natl. Acad.
 *   Sci. 121(42):e2317881121, doi:10.1073/pnas.2317881121
 */
export function geodesic(rdm: Float64Array, count: number): Float64Array {
  const low = rdm.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = rdm.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const ways = new Float64Array(count * count)
  let p = 0
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++, p++) {
      const length = (rdm[p] - low) / (high - low)
      // a dissimilarity of 0 is no edge in networkx, which the reference stands on
      const way = length === 1 || length === 0 ? Number.POSITIVE_INFINITY : length
      ways[i * count + j] = way
      ways[j * count + i] = way
    }
  }
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const round = ways[i * count + k] + ways[k * count + j]
        if (round < ways[i * count + j]) ways[i * count + j] = round
      }
    }
  }
  return upper(count, (i, j) => ways[i * count + j])
}

/**
 * Dissimilarities with small ones made 0 and large ones 1: below the lower quantile 0, above the
 * upper 1, a straight line between.
 *
 * @param rdm shape [P]
 * @param low quantile, from 0
 * @param high quantile above `low`, up to 1
 * @see `rsatoolbox.rdm.transform.geotopological_transform`
 */
export function geotopological(rdm: Float64Array, low: number, high: number): Float64Array {
  const sorted = rdm.slice().sort()
  const quantile = (share: number) => {
    const at = share * (sorted.length - 1)
    const from = Math.floor(at)
    return sorted[from] + (at - from) * ((sorted[from + 1] ?? sorted[from]) - sorted[from])
  }
  const [least, most] = [quantile(low), quantile(high)]
  return rdm.map((value) => {
    if (value < least) return 0
    return value > most ? 1 : (value - least) / (most - least)
  })
}

function upper(count: number, of: (i: number, j: number) => number): Float64Array {
  const out = new Float64Array((count * (count - 1)) / 2)
  let p = 0
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) out[p++] = of(i, j)
  return out
}

function unitRows(x: Float64Array, rows: number): Float64Array {
  const depth = x.length / rows
  const out = new Float64Array(x.length)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * depth, (r + 1) * depth)
    const mean = row.reduce((sum, value) => sum + value, 0) / depth
    const length = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    for (let d = 0; d < depth; d++) out[r * depth + d] = (row[d] - mean) / length
  }
  return out
}
