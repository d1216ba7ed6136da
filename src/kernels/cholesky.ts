import { choleskyScalar } from './cholesky-scalar.ts'
import { inDenseRoom } from './wasm/dense-wasm.ts'

/** Smaller matrices are not worth copying; measured. */
const SMALL = 24

/**
 * Factors a symmetric positive definite matrix as l · lᵀ, l lower triangular.
 *
 * Only the lower triangle of `a` is read; the upper triangle of the result is zero.
 *
 * @param a shape [N, N]
 * @param floor what smaller pivots are raised to where it is above 0, so that any matrix has a
 *   factor (a regularised one: for preconditioners only)
 * @returns the lower factor, shape [N, N]
 * @throws {RangeError} `a` is not square, or, with floor 0, not positive definite (or holds NaN)
 */
export function cholesky(a: Float64Array, n: number, floor = 0): Float64Array {
  if (n <= SMALL) return choleskyScalar(a, n, floor)
  if (a.length !== n * n) throw new RangeError(`${a.length} values are no matrix [${n}, ${n}]`)
  return inDenseRoom([8 * n * n], ({ wasm, f64, at }) => {
    const from = at[0] / 8
    f64.set(a, from)
    const bad = wasm.cholesky(at[0], n, 8 * n, floor)
    if (bad >= 0) throw new RangeError(`not positive definite at row ${bad}`)
    const l = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      l.set(f64.subarray(from + i * n, from + i * n + i + 1), i * n)
    }
    return l
  })
}

/**
 * Solves l · y = b in place, for a lower triangular matrix.
 *
 * @param l shape [N, N], its upper triangle is not read
 * @param b shape [N]; becomes the solution
 * @returns `b`
 */
export function solveLower(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    const ri = i * n
    let sum = b[i]
    for (let j = 0; j < i; j++) sum -= l[ri + j] * b[j]
    b[i] = sum / l[ri + i]
  }
  return b
}

/**
 * Solves lᵀ · x = b in place, for a lower triangular matrix.
 *
 * @param l shape [N, N], its upper triangle is not read
 * @param b shape [N]; becomes the solution
 * @returns `b`
 */
export function solveLowerTransposed(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    const ri = i * n
    const x = b[i] / l[ri + i]
    b[i] = x
    for (let j = 0; j < i; j++) b[j] -= l[ri + j] * x
  }
  return b
}

/**
 * Solves a · x = b in place, given the factor of a.
 *
 * @param l what `cholesky` returned, shape [N, N]
 * @param b shape [N]; becomes the solution
 * @returns `b`
 */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): Float64Array {
  return solveLowerTransposed(l, n, solveLower(l, n, b))
}

/**
 * The inverse of a lower triangular matrix.
 *
 * @param l shape [N, N], its upper triangle is not read
 * @returns lower triangular, shape [N, N]
 */
export function inverseLower(l: Float64Array, n: number): Float64Array {
  if (n <= SMALL) return inverseByColumns(l, n)
  return inDenseRoom([8 * n * n, 8 * n * n], ({ wasm, f64, at }) => {
    const x = at[1] / 8
    f64.set(l, at[0] / 8)
    f64.fill(0, x, x + n * n)
    for (let i = 0; i < n; i++) f64[x + i * n + i] = 1
    wasm.solveRight(at[0], 8 * n, n, at[1], n, 8 * n)
    const inverse = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) inverse[i * n + j] = f64[x + j * n + i]
    }
    return inverse
  })
}

function inverseByColumns(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  const column = new Float64Array(n)
  for (let j = 0; j < n; j++) {
    column.fill(0)
    column[j] = 1
    solveLower(l, n, column)
    for (let i = j; i < n; i++) inverse[i * n + j] = column[i]
  }
  return inverse
}
