import { addProduct, UPPER } from './product'
import { reflect } from './reflection'
import { rowsTimes, takeRows } from './rows'
import { symmetricTimes } from './symmetric-times'
import { addRow, inner, scaleRow } from './vector'

/** How many reflections are gathered before the rest of the matrix gets their update. */
let most: i32 = 0

/**
 * Brings a symmetric matrix to tridiagonal form by reflections, a panel of rows at a time: of a
 * panel's update, which is -left ᵀ · right, rows get what they need at once, the rest at its end.
 *
 * @param a shape [n, n]; only its upper triangle is read. Row k becomes the reflector of step k,
 *   from column k + 1 on
 * @param d receives the diagonal, shape [n]
 * @param e receives what is beside it, shape [n - 1]
 * @param scale receives the scales of the reflections, shape [n - 1]
 * @param work room for [130, n] and 64 of f64
 */
export function tridiagonal(a: usize, n: i32, d: usize, e: usize, scale: usize, work: usize): void {
  tridiagonalBy(n < 128 ? 16 : 32, a, n, d, e, scale, work)
}

/**
 * As `tridiagonal`, to other bits.
 *
 * @param panel how many reflections are gathered before the rest of the matrix gets their update
 * @param work room for [4 panel + 2, n] and 128 of f64
 */
export function tridiagonalBy(
  panel: i32,
  a: usize,
  n: i32,
  d: usize,
  e: usize,
  scale: usize,
  work: usize,
): void {
  const step = (<usize>n) << 3
  most = panel
  const left = work
  const right = left + <usize>(2 * most) * step
  for (let from = 0; from < n; from += most) {
    const wide = min(most, n - from)
    for (let c = 0; c < wide; c++) reduceRow(a, n, from + c, c, d, e, scale, left, right)
    const to = from + wide
    const skip = (<usize>to) << 3
    addProduct(
      n - to, n - to, 2 * wide, left + skip, 8, step, right + skip, 8, step,
      a + <usize>to * (step + 8), step, -1, UPPER,
    )
  }
}

/** Row k, the c-th of its panel. */
function reduceRow(
  a: usize,
  n: i32,
  k: i32,
  c: i32,
  d: usize,
  e: usize,
  scale: usize,
  left: usize,
  right: usize,
): void {
  const step = (<usize>n) << 3
  const skip = (<usize>k) << 3
  const row = a + <usize>k * step + skip
  const shares = right + <usize>(2 * most) * step
  const p = shares + 1024
  for (let r = 0; r < 2 * c; r++) {
    f64.store(shares + (r << 3), f64.load(left + <usize>r * step + skip))
  }
  takeRows(right + skip, step, 2 * c, shares, row, n - k)
  f64.store(d + skip, f64.load(row))
  const rest = n - k - 1
  if (rest === 0) return
  f64.store(e + skip, reflect(row + 8, rest, scale + skip))
  const by = f64.load(scale + skip)
  const u = left + <usize>(2 * c) * step + skip + 8
  const w = right + <usize>(2 * c) * step + skip + 8
  const size = (<usize>rest) << 3
  memory.copy(u, row + 8, size)
  memory.copy(w + step, row + 8, size)
  symmetricTimes(row + step + 8, step, rest, u, p)
  rowsTimes(left + skip + 8, step, 2 * c, u, rest, shares)
  takeRows(right + skip + 8, step, 2 * c, shares, p, rest)
  scaleRow(by, p, rest)
  addRow(-0.5 * by * inner(p, u, rest), u, p, rest)
  memory.copy(w, p, size)
  memory.copy(u + step, p, size)
}
