import { inDenseRoom } from './wasm/dense-wasm.ts'

/** Smaller products are done here, to the same bits: copying takes longer than is won; measured. */
const SMALL = 10

/**
 * Multiplies a square matrix by the transpose of another, without laying them out as panels.
 *
 * A sum runs over the columns in order.
 *
 * @param a shape [N, N]
 * @param b shape [N, N]
 * @param symmetric whether the product is known to be: half is computed, and mirrored
 * @returns a bᵀ, shape [N, N]
 * @throws {RangeError} a matrix is not [N, N]
 */
export function timesTransposed(
  a: Float64Array,
  b: Float64Array,
  n: number,
  symmetric = false,
): Float64Array {
  if (a.length !== n * n || b.length !== n * n) throw new RangeError(`no matrices [${n}, ${n}]`)
  const out = n < SMALL ? byPairs(a, b, n, symmetric) : byTiles(a, b, n, symmetric)
  if (symmetric) mirror(out, n)
  return out
}

function byTiles(a: Float64Array, b: Float64Array, n: number, symmetric: boolean): Float64Array {
  const bytes = 8 * n * n
  return inDenseRoom([bytes, bytes, bytes], ({ wasm, f64, at }) => {
    f64.set(a, at[0] / 8)
    f64.set(b, at[1] / 8)
    wasm.multiplyTransposed(at[0], at[1], n, at[2], symmetric ? 2 : 0)
    return f64.slice(at[2] / 8, at[2] / 8 + n * n)
  })
}

/** Two rows by two columns at a time; of a symmetric product what is above the diagonal. */
function byPairs(a: Float64Array, b: Float64Array, n: number, symmetric: boolean): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i += 2) {
    const a0 = i * n
    const a1 = i + 1 < n ? a0 + n : a0
    for (let j = symmetric ? i : 0; j < n; j += 2) {
      const next = j + 1 < n ? j + 1 : j
      const b0 = j * n
      const b1 = next * n
      let c00 = 0
      let c01 = 0
      let c10 = 0
      let c11 = 0
      for (let k = 0; k < n; k++) {
        const x0 = a[a0 + k]
        const x1 = a[a1 + k]
        const y0 = b[b0 + k]
        const y1 = b[b1 + k]
        c00 += x0 * y0
        c01 += x0 * y1
        c10 += x1 * y0
        c11 += x1 * y1
      }
      out[a0 + j] = c00
      out[a0 + next] = c01
      out[a1 + j] = c10
      out[a1 + next] = c11
    }
  }
  return out
}

function mirror(x: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) x[i * n + j] = x[j * n + i]
}
