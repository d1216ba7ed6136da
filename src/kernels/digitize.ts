import { orderStatistics } from './order-statistics.ts'
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
  // Halving without branches: their outcome cannot be foretold, which costs more than the steps.
  let half = 1
  while (2 * half - 1 < edges.length) half *= 2
  const filled = new Float64Array(2 * half - 1).fill(Number.POSITIVE_INFINITY)
  filled.set(edges)
  for (let i = 0; i < x.length; i++) {
    const value = x[i]
    let id = 0
    for (let step = half; step > 0; step >>= 1) id += step * Number(filled[id + step - 1] <= value)
    ids[i] = Number.isNaN(value) ? -1 : Math.min(id, edges.length)
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
 * @param x shape [N], in any order; values that are not finite do not count
 * @param levels n, at least 3
 * @returns shape [n - 1]; empty when no value is finite
 * @see numpy.quantile with method='inverted_cdf'
 */
export function quantileEdges(x: Float32Array, levels: number): Float64Array {
  const count = levels - 1
  const edges = orderStatistics(x, (total) =>
    Array.from({ length: count }, (_, k) => Math.max(0, Math.ceil((k / (count - 1)) * total) - 1)),
  )
  if (edges.length === 0) return edges
  edges[0] += edgeGap
  edges[count - 1] -= edgeGap
  return edges
}
