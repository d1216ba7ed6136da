import { cholesky } from '../dense/cholesky'
import { divide } from '../dense/divide'
import { addProduct, ALL, UPPER } from '../dense/product'
import { reflectEach } from '../dense/reflection'
import { useScratch } from '../dense/scratch'
import { solveRight } from '../dense/triangle'
import { tridiagonal } from '../dense/tridiagonal'
import { turnRows } from '../dense/turn'

/** Where the parts of a call's work begin; `layOut` sets them. */
let matrix: usize = 0
let squares: usize = 0
let x: usize = 0
let d: usize = 0
let e: usize = 0
let scale: usize = 0
let order: usize = 0
let lists: usize = 0
let panels: usize = 0

/** Lays the work of a call out: as the docstring of `whitenedEigen` counts it. */
function layOut(work: usize, n: i32): void {
  const square = <usize>(n + 1) * <usize>(n + 1) << 3
  const row = (<usize>(n + 1) & ~1) << 3
  useScratch(work)
  matrix = work + 262144 + ((<usize>(min(n, 384) + 3) & ~3) * <usize>min(n, 256) << 3)
  squares = matrix + square
  x = squares + 2 * square
  d = x + square
  e = d + row
  scale = e + row
  order = scale + row
  lists = order + row
  panels = lists + 8 * row + 64
}

/**
 * Eigenvalues and vectors of w · c · wᵀ, for several symmetric matrices c.
 *
 * @param c the matrices, shape [count, n, n]; become the eigenvectors, one in each column
 * @param w shape [n, n]
 * @param isLower whether w is zero above the diagonal: what is known is left out, to the same bits
 * @param values receives the eigenvalues, ascending, shape [count, n]; NaN where a value of
 *   w · c · wᵀ is not finite
 * @param work of this call alone: 256 KiB, min(n, 384) in fours by min(n, 256) of f64, four times
 *   [n + 1, n + 1] of f64, and 204 n + 8300 of f64 more
 */
export function whitenedEigen(
  c: usize,
  count: i32,
  n: i32,
  w: usize,
  isLower: i32,
  values: usize,
  work: usize,
): void {
  const step = (<usize>n) << 3
  layOut(work, n)
  for (let r = 0; r < count; r++) {
    if (isLower) whitenLower(c, n, w)
    else whiten(c, n, w)
    const unit = divideByUnit(n)
    if (unit === unit) {
      tridiagonal(matrix, n, d, e, scale, panels)
      divide(d, e, n, x, order, squares, lists)
      reflectEach(x + 8, step, n, n - 1, matrix + 8, step, n - 1, scale, panels)
      turnRows(x, step, n, n, order, c)
    }
    for (let k = 0; k < n; k++) {
      const from = d + (<usize>load<i32>(order + (k << 2)) << 3)
      f64.store(values, unit === unit ? f64.load(from) * unit : NaN)
      values += 8
    }
    c += step * <usize>n
  }
}

/** The upper triangle of w · c · wᵀ, in `matrix`. */
function whiten(c: usize, n: i32, w: usize): void {
  const step = (<usize>n) << 3
  memory.fill(squares, 0, step * <usize>n)
  memory.fill(matrix, 0, step * <usize>n)
  addProduct(n, n, n, w, step, 8, c, step, 8, squares, step, 1, ALL)
  addProduct(n, n, n, squares, step, 8, w, step, 8, matrix, step, 1, UPPER)
}

/** Rows of a triangle that are taken together: to the end of the last one. */
const ROWS = 64

/** As `whiten`, for a lower triangle w. */
function whitenLower(c: usize, n: i32, w: usize): void {
  const step = (<usize>n) << 3
  memory.fill(squares, 0, step * <usize>n)
  memory.fill(matrix, 0, step * <usize>n)
  for (let i = 0; i < n; i += ROWS) {
    const to = min(n, i + ROWS)
    const skip = <usize>i * step
    addProduct(to - i, n, to, w + skip, step, 8, c, step, 8, squares + skip, step, 1, ALL)
  }
  for (let j = 0; j < n; j += ROWS) {
    const to = min(n, j + ROWS)
    const own = w + <usize>j * step
    addProduct(to, to - j, to, squares, step, 8, own, step, 8, matrix + (j << 3), step, 1, ALL)
  }
}

/** Divides by a power of two near the largest magnitude, and gives it; NaN divides nothing. */
function divideByUnit(n: i32): f64 {
  const step = (<usize>n) << 3
  let largest: f64 = 0
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const size = Math.abs(f64.load(matrix + <usize>i * step + (<usize>j << 3)))
      if (!(size < Infinity)) return NaN
      if (size > largest) largest = size
    }
  }
  if (largest === 0) return 1
  const exponent = max(reinterpret<u64>(largest) & 0x7ff0000000000000, 0x0010000000000000)
  const unit = reinterpret<f64>(exponent)
  const end = matrix + step * <usize>n
  for (let at = matrix; at < end; at += 8) f64.store(at, f64.load(at) / unit)
  return unit
}

/**
 * Puts symmetric matrices together from eigenvectors and values.
 *
 * @param c shape [count, n, n], eigenvectors in columns; become the matrices
 * @param values shape [count, n]
 * @param work as in `whitenedEigen`
 */
export function composeEach(c: usize, count: i32, n: i32, values: usize, work: usize): void {
  const step = (<usize>n) << 3
  layOut(work, n)
  for (let r = 0; r < count; r++) {
    memory.fill(matrix, 0, step * <usize>n)
    for (let i = 0; i < n; i++) {
      const skip = <usize>i * step
      for (let k: usize = 0; k < step; k += 8) {
        f64.store(squares + skip + k, f64.load(c + skip + k) * f64.load(values + k))
      }
    }
    addProduct(n, n, n, squares, step, 8, c, step, 8, matrix, step, 1, UPPER)
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        const value = f64.load(matrix + <usize>i * step + (<usize>j << 3))
        f64.store(c + <usize>i * step + (<usize>j << 3), value)
        f64.store(c + <usize>j * step + (<usize>i << 3), value)
      }
    }
    c += step * <usize>n
    values += step
  }
}

/**
 * Adds up the inverses of (1 - share) · m + share · c, for several matrices c.
 *
 * @param c shape [count, n, n], symmetric
 * @param m shape [n, n], symmetric
 * @param sum receives what is on and below the diagonal, shape [n, n]; what is above is arbitrary.
 *   Its first element is NaN where a matrix is not positive definite
 * @param work as in `whitenedEigen`
 */
export function addInverses(
  c: usize,
  count: i32,
  n: i32,
  m: usize,
  share: f64,
  sum: usize,
  work: usize,
): void {
  const step = (<usize>n) << 3
  const size = step * <usize>n
  layOut(work, n)
  memory.fill(sum, 0, size)
  for (let r = 0; r < count; r++) {
    for (let at: usize = 0; at < size; at += 8) {
      f64.store(matrix + at, (1 - share) * f64.load(m + at) + share * f64.load(c + at))
    }
    if (cholesky(matrix, n, step, 0) >= 0) {
      f64.store(sum, NaN)
      return
    }
    memory.fill(squares, 0, size)
    for (let i = 0; i < n; i++) f64.store(squares + <usize>i * (step + 8), 1)
    for (let i = 0; i < n; i += ROWS) {
      const to = min(n, i + ROWS)
      const corner = <usize>i * (step + 8)
      solveRight(matrix + corner, step, n - i, squares + corner, to - i, step)
    }
    for (let i = 0; i < n; i += ROWS) {
      const to = min(n, i + ROWS)
      const row = squares + <usize>i * (step + 8)
      const other = squares + (<usize>i << 3)
      const out = sum + <usize>i * step
      addProduct(to - i, to, n - i, row, step, 8, other, step, 8, out, step, 1, ALL)
    }
    c += size
  }
}
