import { multiply } from './multiply.ts'
import { panels } from './panels.ts'

/** How far rows lie apart: the Euclidean distance, or 1 less the cosine of the angle. */
export type RowMetric = 'euclid' | 'cosine'

/** Neighbours of rows: those of row r are `rows[ends[r - 1] .. ends[r])`. */
export interface Neighbours {
  readonly rows: Int32Array
  readonly distances: Float64Array
  /** Shape [R]. */
  readonly ends: Int32Array
}

/**
 * Finds the k rows that lie nearest to each of other rows; all that are as near as the k-th count,
 * so that the order of rows decides nothing. By the cosine a row of zeros lies 1 from every row.
 *
 * @param x rows for which neighbours are sought, shape [R, D]
 * @param among shape [N, D], N at least 1
 * @param cols D
 * @param k neighbours of a row; all N when there are fewer
 * @see `sklearn.neighbors.NearestNeighbors`, which breaks ties by the order of rows
 */
export function nearestRows(
  x: Float64Array,
  among: Float64Array,
  cols: number,
  { k, metric }: { k: number; metric: RowMetric },
): Neighbours {
  const total = among.length / cols
  const apart = distancesBetween(x, among, cols, metric)
  const rows: number[] = []
  const distances: number[] = []
  const ends = new Int32Array(x.length / cols)
  for (let r = 0; r < ends.length; r++) {
    const own = apart.subarray(r * total, (r + 1) * total)
    const furthest = own.slice().sort()[Math.min(k, total) - 1]
    for (let n = 0; n < total; n++) {
      if (own[n] > furthest) continue
      rows.push(n)
      distances.push(own[n])
    }
    ends[r] = rows.length
  }
  return { rows: Int32Array.from(rows), distances: Float64Array.from(distances), ends }
}

/** Distances of all rows from all others, shape [R, N]. */
function distancesBetween(
  x: Float64Array,
  among: Float64Array,
  cols: number,
  metric: RowMetric,
): Float64Array {
  const [a, b] = [x.length / cols, among.length / cols]
  const products = multiply(panels(x, a, cols), panels(among, b, cols))
  const [own, others] = [squares(x, cols), squares(among, cols)]
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      const at = i * b + j
      if (metric === 'euclid') {
        products[at] = Math.sqrt(Math.max(0, own[i] + others[j] - 2 * products[at]))
      } else {
        const lengths = Math.sqrt(own[i]) * Math.sqrt(others[j])
        products[at] = lengths > 0 ? Math.max(0, 1 - products[at] / lengths) : 1
      }
    }
  }
  return products
}

function squares(x: Float64Array, cols: number): Float64Array {
  const out = new Float64Array(x.length / cols)
  for (let i = 0; i < x.length; i++) out[Math.floor(i / cols)] += x[i] * x[i]
  return out
}
