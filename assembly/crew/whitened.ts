import { cholesky } from '../dense/cholesky'
import { extremes } from '../dense/extremes'
import { addProduct, ALL, UPPER } from '../dense/product'
import { reflectBoth } from '../dense/reflect-both'
import { useScratch } from '../dense/scratch'
import { solveRight } from '../dense/triangle'
import { tridiagonalBy } from '../dense/tridiagonal'
import { tridiagonalLog } from '../dense/tridiagonal-log'
import { addRow, scaleRow } from '../dense/vector'

/** Where the parts of a call's work begin; `layOut` sets them. */
let matrix: usize = 0
let squares: usize = 0
let d: usize = 0
let e: usize = 0
let scale: usize = 0
let panels: usize = 0

/** Lays the work of a call out: as the docstring of `whitenedLogs` counts it. */
function layOut(work: usize, n: i32): void {
  const square = <usize>(n + 1) * <usize>(n + 1) << 3
  const row = (<usize>(n + 1) & ~1) << 3
  useScratch(work)
  matrix = work + 262144 + ((<usize>(min(n, 384) + 3) & ~3) * <usize>min(n, 256) << 3)
  squares = matrix + square
  d = squares + square
  e = d + row
  scale = e + row
  panels = scale + row
}

/**
 * Logarithms of w · c · wᵀ, for several symmetric matrices c: brought to tridiagonal form, the
 * logarithm of that by a rule, and the reflections from both sides.
 *
 * @param c the matrices, shape [count, n, n]; become the logarithms, NaN where w · c · wᵀ is not
 *   finite, not positive definite, or of a condition above that of all rules. They stay where `sum`
 *   is not 0
 * @param w shape [n, n]
 * @param isLower whether w is zero above the diagonal: what is known is left out, to the same bits
 * @param ends receives the smallest and the largest eigenvalue, to a millionth, shape [count, 2]
 * @param rules one after the other: the largest condition, the number of nodes, which is a multiple
 *   of 4, nodes, weights; conditions ascend and 0 ends them
 * @param sum 0, or what receives the sum of the upper triangles, shape [n, n]
 * @param work of this call alone: 256 KiB, min(n, 384) in fours by min(n, 256) of f64, two times
 *   [n + 1, n + 1] of f64, and 195 n + 8300 of f64 more
 */
export function whitenedLogs(
  c: usize,
  count: i32,
  n: i32,
  w: usize,
  isLower: i32,
  ends: usize,
  rules: usize,
  sum: usize,
  work: usize,
): void {
  const size = (<usize>n * <usize>n) << 3
  layOut(work, n)
  if (sum) memory.fill(sum, 0, size)
  for (let r = 0; r < count; r++) {
    if (isLower) whitenLower(c, n, w)
    else whiten(c, n, w)
    const unit = divideByUnit(n)
    if (!(unit === unit && logOf(n, unit, ends, rules))) {
      for (let at = squares; at < squares + size; at += 8) f64.store(at, NaN)
      f64.store(ends, NaN)
      f64.store(ends, NaN, 8)
    }
    if (sum) addRow(1, squares, sum, n * n)
    else symmetric(squares, n, c)
    c += size
    ends += 16
  }
}

/** Puts the upper triangle of log(matrix · unit) in `squares`; false where there is none. */
function logOf(n: i32, unit: f64, ends: usize, rules: usize): bool {
  const step = (<usize>n) << 3
  tridiagonalBy(PANEL, matrix, n, d, e, scale, panels)
  if (!extremes(d, e, n, ends)) return false
  const low = f64.load(ends)
  const high = f64.load(ends, 8)
  while (high > f64.load(rules) * low) {
    if (f64.load(rules) === 0) return false
    rules += 16 + ((<usize>f64.load(rules, 8)) << 4)
  }
  const nodes = <i32>f64.load(rules, 8)
  const weights = rules + 16 + ((<usize>nodes) << 3)
  const middle = powerBelow(Math.SQRT2 * Math.sqrt(low * high))
  tridiagonalLog(d, e, n, middle, rules + 16, weights, nodes, squares, panels)
  const more = Math.LN2 * <f64>(exponentOf(middle) + exponentOf(unit))
  for (let i = 0; i < n; i++) {
    const at = squares + <usize>i * (step + 8)
    f64.store(at, f64.load(at) + more)
  }
  reflectBoth(squares, n, matrix, scale, panels)
  f64.store(ends, low * unit)
  f64.store(ends, high * unit, 8)
  const most = largest(squares, n)
  return most === most
}

/** The power of two at or below a number. */
function powerBelow(x: f64): f64 {
  return reinterpret<f64>(max(reinterpret<u64>(x) & 0x7ff0000000000000, 0x0010000000000000))
}

function exponentOf(power: f64): i32 {
  return <i32>(reinterpret<u64>(power) >> 52) - 1023
}

/** Copies an upper triangle to both of c. */
function symmetric(upper: usize, n: i32, c: usize): void {
  const step = (<usize>n) << 3
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const value = f64.load(upper + <usize>i * step + (<usize>j << 3))
      f64.store(c + <usize>i * step + (<usize>j << 3), value)
      f64.store(c + <usize>j * step + (<usize>i << 3), value)
    }
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

/** Reflections that are gathered; measured, n from 20 to 400. */
const PANEL = 8

/** Rows of a triangle that are taken together: to the end of the last one. */
const ROWS = 32

/** As `whiten`, for a lower triangle w: elements need what lies above and left of them. */
function whitenLower(c: usize, n: i32, w: usize): void {
  const step = (<usize>n) << 3
  memory.fill(squares, 0, step * <usize>n)
  memory.fill(matrix, 0, step * <usize>n)
  for (let i = 0; i < n; i += ROWS) {
    const to = min(n, i + ROWS)
    const skip = <usize>i * step
    addProduct(to - i, to, to, w + skip, step, 8, c, 8, step, squares + skip, step, 1, ALL)
  }
  for (let i = 0; i < n; i += ROWS) {
    const to = min(n, i + ROWS)
    const skip = <usize>i * step
    const out = matrix + skip + (<usize>i << 3)
    addProduct(to - i, n - i, to, w + skip, step, 8, squares + skip, step, 8, out, step, 1, UPPER)
  }
}

/**
 * Divides the upper triangle by a power of two near the largest magnitude, and gives it; NaN where
 * an element is not finite, and then divides nothing.
 */
function divideByUnit(n: i32): f64 {
  const most = largest(matrix, n)
  if (most !== most) return NaN
  if (most === 0) return 1
  const unit = powerBelow(most)
  const step = (<usize>n) << 3
  for (let i = 0; i < n; i++) {
    const own = matrix + <usize>i * (step + 8)
    scaleRow(1 / unit, own, n - i)
  }
  return unit
}

/** The largest magnitude of an upper triangle; NaN where an element is not finite. */
function largest(a: usize, n: i32): f64 {
  const step = (<usize>n) << 3
  let most = f64x2.splat(0)
  let unfit = f64x2.splat(0)
  for (let i = 0; i < n; i++) {
    const own = a + <usize>i * (step + 8)
    const end = a + <usize>(i + 1) * step
    let value = v128.load64_splat(own)
    for (let at = own + (<usize>((n - i) & 1) << 3); ; at += 16) {
      unfit = f64x2.add(unfit, f64x2.mul(value, f64x2.splat(0)))
      most = f64x2.pmax(most, f64x2.abs(value))
      if (at >= end) break
      value = v128.load(at)
    }
  }
  if (f64x2.extract_lane(unfit, 0) + f64x2.extract_lane(unfit, 1) !== 0) return NaN
  return Math.max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1))
}

/**
 * Adds up the inverses of (1 - share) · m + share · c, for several matrices c.
 *
 * @param c shape [count, n, n], symmetric
 * @param m shape [n, n], symmetric
 * @param sum receives what is on and below the diagonal, shape [n, n]; what is above is arbitrary.
 *   Its first element is NaN where a matrix is not positive definite
 * @param work as in `whitenedLogs`
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
