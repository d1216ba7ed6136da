import { solveLowerTransposed } from './cholesky.ts'
import { gram } from './multiply.ts'
import { panels } from './panels.ts'

/** Rows in coordinates of an orthonormal basis of their span. */
export interface RowSpace {
  /** Shape [R, Q], Q at most R: with basis b of shape [Q, D], x = coordinates · b. */
  readonly coordinates: Float64Array
  /** Weights in the space of the rows, shape [D], from weights in the basis, shape [Q]. */
  weights(inBasis: Float64Array): Float64Array
}

/**
 * Gives rows that are longer than many in as many coordinates as there are rows.
 *
 * Inner products, and so the norms of penalised weights, stay the same: a linear model of R rows
 * and D > R features is fitted with R. By Cholesky's factor of the rows' products with pivoting;
 * directions whose singular value is below 1e-7 of the largest are left out.
 *
 * @param x shape [R, D]
 * @throws {RangeError} R does not divide the number of values
 */
export function rowSpace(x: Float64Array, rows: number): RowSpace {
  const depth = x.length / rows
  if (!Number.isInteger(depth)) throw new RangeError(`${x.length} values are no ${rows} rows`)
  const { l, pivots } = pivoted(gram(panels(x, rows, depth)), rows)
  const rank = pivots.length
  const coordinates = new Float64Array(rows * rank)
  for (let r = 0; r < rows; r++) {
    coordinates.set(l.subarray(r * rows, r * rows + rank), r * rank)
  }
  return {
    coordinates,
    weights(inBasis) {
      const corner = new Float64Array(rank * rank)
      for (let i = 0; i < rank; i++) {
        corner.set(coordinates.subarray(pivots[i] * rank, (pivots[i] + 1) * rank), i * rank)
      }
      const shares = solveLowerTransposed(corner, rank, inBasis.slice())
      const out = new Float64Array(depth)
      for (let i = 0; i < rank; i++) {
        const from = pivots[i] * depth
        for (let d = 0; d < depth; d++) out[d] += shares[i] * x[from + d]
      }
      return out
    },
  }
}

/** Rows of the pivoted factor stay where they are; column k belongs to pivot row `pivots[k]`. */
function pivoted(product: Float64Array, n: number): { l: Float64Array; pivots: number[] } {
  const l = new Float64Array(n * n)
  const left = Float64Array.from({ length: n }, (_, i) => product[i * n + i])
  const largest = left.reduce((most, value) => Math.max(most, value), 0)
  const pivots: number[] = []
  const used = new Uint8Array(n)
  for (let k = 0; k < n; k++) {
    let pivot = -1
    for (let i = 0; i < n; i++) if (!used[i] && (pivot < 0 || left[i] > left[pivot])) pivot = i
    if (!(left[pivot] > 1e-14 * largest)) break
    const root = Math.sqrt(left[pivot])
    used[pivot] = 1
    pivots.push(pivot)
    l[pivot * n + k] = root
    for (let i = 0; i < n; i++) {
      if (used[i]) continue
      let sum = product[i * n + pivot]
      for (let j = 0; j < k; j++) sum -= l[i * n + j] * l[pivot * n + j]
      l[i * n + k] = sum / root
      left[i] -= l[i * n + k] * l[i * n + k]
    }
  }
  return { l, pivots }
}
