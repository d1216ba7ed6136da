import { addProduct, ALL } from './product'
import { reflect } from './reflection'
import { rowsTimes, takeRows } from './rows'
import { scaleRow } from './vector'

/** How many reflections of either side are gathered before the rest gets their update. */
function panelOf(n: i32): i32 {
  return n < 128 ? 16 : 32
}

/**
 * Brings a matrix to upper bidiagonal form by reflections from both sides, a panel at a time: the
 * panel's update is -left ᵀ · right; what is needed of it at once, a column and a row, is done at
 * once.
 *
 * @param a shape [m, n], m at least n. Row k becomes the right reflector k, from column k + 1 on
 * @param lefts receives the left reflectors, zeros before row k, shape [n, m]
 * @param d receives the diagonal, shape [n]
 * @param e receives what is beside it, shape [n], the last is 0
 * @param leftScale receives the scales of the left reflections, shape [n]
 * @param rightScale as `leftScale`, of the right ones
 * @param work room for [65, m + n] of f64, and 128 more
 */
export function bidiagonal(
  a: usize,
  m: i32,
  n: i32,
  lefts: usize,
  d: usize,
  e: usize,
  leftScale: usize,
  rightScale: usize,
  work: usize,
): void {
  const step = (<usize>n) << 3
  const high = (<usize>m) << 3
  const most = panelOf(n)
  const left = work
  const right = left + <usize>(2 * most) * high
  const shares = right + <usize>(2 * most) * step
  memory.fill(lefts, 0, high * <usize>n)
  f64.store(e + step - 8, 0)
  f64.store(rightScale + step - 8, 0)
  for (let from = 0; from < n; from += most) {
    const wide = min(most, n - from)
    for (let c = 0; c < wide; c++) {
      const k = from + c
      const skip = (<usize>k) << 3
      const u = lefts + <usize>k * high
      const value = reduceColumn(a, m, n, k, c, u, left, right, shares, leftScale + skip)
      f64.store(d + skip, value)
      if (k === n - 1) break
      leftUpdate(a, m, n, k, c, u, left, right, shares, f64.load(leftScale + skip))
      f64.store(e + skip, reduceRow(a, m, n, k, c, left, right, shares, rightScale + skip))
    }
    const to = from + wide
    const skip = (<usize>to) << 3
    addProduct(
      m - to, n - to, 2 * wide, left + skip, 8, high, right + skip, 8, step,
      a + <usize>to * (step + 8), step, -1, ALL,
    )
  }
}

/** Gathers column k, gives it the updates before it, and makes it the reflector u. */
function reduceColumn(
  a: usize,
  m: i32,
  n: i32,
  k: i32,
  c: i32,
  u: usize,
  left: usize,
  right: usize,
  shares: usize,
  scale: usize,
): f64 {
  const step = (<usize>n) << 3
  const high = (<usize>m) << 3
  const skip = (<usize>k) << 3
  let from = a + <usize>k * step + skip
  for (let to = u + skip; to < u + high; to += 8) {
    f64.store(to, f64.load(from))
    from += step
  }
  for (let r = 0; r < 2 * c; r++) {
    f64.store(shares + (r << 3), f64.load(right + <usize>r * step + skip))
  }
  takeRows(left + skip, high, 2 * c, shares, u + skip, m - k)
  return reflect(u + skip, m - k, scale)
}

/** Row 2 c of `left` becomes the reflector, of `right` what belongs to it: scale · aᵀ u. */
function leftUpdate(
  a: usize,
  m: i32,
  n: i32,
  k: i32,
  c: i32,
  u: usize,
  left: usize,
  right: usize,
  shares: usize,
  scale: f64,
): void {
  const step = (<usize>n) << 3
  const high = (<usize>m) << 3
  const skip = (<usize>k) << 3
  const rest = n - k - 1
  const y = right + <usize>(2 * c) * step + skip + 8
  memory.copy(left + <usize>(2 * c) * high + skip, u + skip, high - skip)
  memory.fill(y, 0, (<usize>rest) << 3)
  takeRows(a + <usize>k * step + skip + 8, step, m - k, u + skip, y, rest)
  scaleRow(-1, y, rest)
  rowsTimes(left + skip, high, 2 * c, u + skip, m - k, shares)
  takeRows(right + skip + 8, step, 2 * c, shares, y, rest)
  scaleRow(scale, y, rest)
}

/**
 * Gives row k its updates and makes it the right reflector v; row 2 c + 1 of `right` becomes v, of
 * `left` scale · a v.
 */
function reduceRow(
  a: usize,
  m: i32,
  n: i32,
  k: i32,
  c: i32,
  left: usize,
  right: usize,
  shares: usize,
  scale: usize,
): f64 {
  const step = (<usize>n) << 3
  const high = (<usize>m) << 3
  const skip = (<usize>k) << 3
  const rest = n - k - 1
  const count = 2 * c + 1
  const row = a + <usize>k * step + skip + 8
  for (let r = 0; r < count; r++) {
    f64.store(shares + (r << 3), f64.load(left + <usize>r * high + skip))
  }
  takeRows(right + skip + 8, step, count, shares, row, rest)
  const value = reflect(row, rest, scale)
  memory.copy(right + <usize>count * step + skip + 8, row, (<usize>rest) << 3)
  const x = left + <usize>count * high + skip + 8
  rowsTimes(row + step, step, m - k - 1, row, rest, x)
  rowsTimes(right + skip + 8, step, count, row, rest, shares)
  takeRows(left + skip + 8, high, count, shares, x, m - k - 1)
  scaleRow(f64.load(scale), x, m - k - 1)
  return value
}
