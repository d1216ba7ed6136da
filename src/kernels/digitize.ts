import { unset32 } from './recycling.ts'

/**
 * Gives each number the id of its bin: how many edges do not lie above it.
 *
 * @param x shape [N]
 * @param edges shape [E], ascending
 * @returns ids, shape [N], from 0 to E; -1 for NaN
 * @see numpy.digitize with right=False
 */
export function digitize(x: Float32Array, edges: Float64Array): Int32Array {
  const ids = new Int32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    const value = x[i]
    if (Number.isNaN(value)) {
      ids[i] = -1
      continue
    }
    let low = 0
    let high = edges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (edges[middle] <= value) low = middle + 1
      else high = middle
    }
    ids[i] = low
  }
  return ids
}

/**
 * Gives each id the middle of its bin, the outermost ones the edge that they have.
 *
 * @param ids shape [N]; -1 becomes NaN
 * @param edges shape [E], ascending
 * @returns shape [N]
 */
export function binMiddles(ids: Int32Array, edges: Float64Array): Float32Array {
  const last = edges.length
  const middles = Float64Array.from({ length: last + 1 }, (_, id) => {
    if (id === 0) return edges[0]
    return id === last ? edges[last - 1] : (edges[id - 1] + edges[id]) / 2
  })
  const out = unset32(ids.length)
  for (let i = 0; i < ids.length; i++) out[i] = ids[i] < 0 ? Number.NaN : middles[ids[i]]
  return out
}

/** Keeps the outermost bins from being empty. */
const edgeGap = 1e-6

/**
 * Finds edges between which equally many numbers lie: n - 1 of them for n ids, the first just above
 * the smallest number and the last just below the largest.
 *
 * @param sorted shape [N], ascending, finite, N at least 1
 * @param levels n, at least 3
 * @returns shape [n - 1]
 * @see numpy.quantile with method='inverted_cdf'
 */
export function quantileEdges(sorted: Float32Array, levels: number): Float64Array {
  const count = levels - 1
  const edges = Float64Array.from({ length: count }, (_, k) => {
    const rank = Math.ceil((k / (count - 1)) * sorted.length) - 1
    return sorted[Math.max(0, rank)]
  })
  edges[0] += edgeGap
  edges[count - 1] -= edgeGap
  return edges
}
