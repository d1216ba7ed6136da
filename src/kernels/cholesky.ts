/**
 * Factors a symmetric positive definite matrix as lower lᵀ · l.
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
  if (a.length !== n * n) throw new RangeError(`${a.length} values are no matrix [${n}, ${n}]`)
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const ri = i * n
    for (let j = 0; j < i; j++) {
      l[ri + j] = (a[ri + j] - dot(l, ri, j * n, j)) / l[j * n + j]
    }
    const pivot = Math.max(a[ri + i] - dot(l, ri, ri, i), floor)
    if (!(pivot > 0)) throw new RangeError(`not positive definite at row ${i}`)
    l[ri + i] = Math.sqrt(pivot)
  }
  return l
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

/** Four sums at once hide the latency of an addition. */
function dot(l: Float64Array, p: number, q: number, length: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 3 < length; k += 4) {
    s0 += l[p + k] * l[q + k]
    s1 += l[p + k + 1] * l[q + k + 1]
    s2 += l[p + k + 2] * l[q + k + 2]
    s3 += l[p + k + 3] * l[q + k + 3]
  }
  for (; k < length; k++) s0 += l[p + k] * l[q + k]
  return s0 + s1 + s2 + s3
}
