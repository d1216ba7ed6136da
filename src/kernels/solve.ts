import { inDenseRoom } from './wasm/dense-wasm.ts'

/**
 * Solves a · x = b for any regular square matrix, by elimination with partial pivoting.
 *
 * @param a shape [N, N], not changed
 * @param b shape [N, R], R right-hand sides, not changed
 * @returns x, shape [N, R]
 * @throws {RangeError} shapes do not agree, a value is not finite, or `a` is exactly singular
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 3.4; `numpy.linalg.solve`
 */
export function solve(a: Float64Array, n: number, b: Float64Array): Float64Array {
  const m = n > 0 ? b.length / n : 0
  if (a.length !== n * n || !Number.isInteger(m)) {
    throw new RangeError(`${a.length} and ${b.length} values are no equations of ${n} unknowns`)
  }
  requireFinite(a)
  requireFinite(b)
  const wide = n + m + ((n + m) & 1)
  return inDenseRoom([8 * n * wide, 8 * 64 * n, 4 * 64], ({ wasm, f64, at }) => {
    const from = at[0] / 8
    for (let i = 0; i < n; i++) {
      const row = from + i * wide
      f64.set(a.subarray(i * n, (i + 1) * n), row)
      for (let j = 0; j < m; j++) f64[row + n + j] = b[i * m + j]
    }
    const bad = wasm.gauss(at[0], n, m, 8 * wide, at[1], at[2])
    if (bad >= 0) throw new RangeError(`singular at column ${bad}`)
    const x = new Float64Array(n * m)
    for (let i = 0; i < n; i++) {
      const row = from + i * wide + n
      for (let j = 0; j < m; j++) x[i * m + j] = f64[row + j]
    }
    return x
  })
}

function requireFinite(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i])) throw new RangeError(`value ${i} is not finite`)
  }
}
