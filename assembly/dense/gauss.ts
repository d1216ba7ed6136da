import { ALL, addProduct } from './product'
import { solveUnit, solveUpper } from './triangle'
import { addRow, swapRows } from './vector'

/**
 * Solves a · x = b by elimination with partial pivoting, column panel after column panel; what is
 * done to the rows of a is done to b with them, so the lower factor is not kept.
 *
 * @param a shape [n, n + m], rows `step` bytes apart: a and, right of it, b; b becomes x
 * @param panel room for [n, 64] of f64
 * @param pivots room for 64 of i32
 * @returns -1, or the column whose pivots are all zero
 */
export function gauss(
  a: usize,
  n: i32,
  m: i32,
  step: usize,
  panel: usize,
  pivots: usize,
): i32 {
  const most = n > 300 ? 64 : 32
  for (let p = 0; p < n; p += most) {
    const wide = min(most, n - p)
    const size = (<usize>wide) << 3
    const rows = n - p
    const corner = a + <usize>p * (step + 8)
    for (let i = 0; i < rows; i++) {
      memory.copy(panel + <usize>i * size, corner + <usize>i * step, size)
    }
    const bad = factorPanel(panel, size, rows, 0, wide, pivots)
    if (bad >= 0) return p + bad
    for (let k = 0; k < wide; k++) {
      memory.copy(corner + <usize>k * step, panel + <usize>k * size, size)
    }
    const rest = n + m - p - wide
    const right = corner + size
    for (let k = 0; k < wide; k++) {
      const other = load<i32>(pivots + (k << 2))
      if (other !== k) swapRows(right + <usize>k * step, right + <usize>other * step, rest)
    }
    solveUnit(panel, size, wide, right, rest, step)
    const below = panel + <usize>wide * size
    const to = right + <usize>wide * step
    addProduct(rows - wide, rest, wide, below, size, 8, right, 8, step, to, step, -1, ALL)
  }
  solveUpper(a, step, n, a + ((<usize>n) << 3), m, step)
  return -1
}

/**
 * Factors columns [from, from + wide) of a panel by halves, from row `from` on.
 *
 * @param size bytes of a row of the panel
 * @param pivots receives the row that each of these rows was exchanged with
 */
function factorPanel(
  panel: usize,
  size: usize,
  rows: i32,
  from: i32,
  wide: i32,
  pivots: usize,
): i32 {
  if (wide <= 8) return factorColumns(panel, size, rows, from, wide, pivots)
  const half = ((wide >> 1) + 3) & ~3
  const bad = factorPanel(panel, size, rows, from, half, pivots)
  if (bad >= 0) return bad
  const next = from + half
  const corner = panel + <usize>from * (size + 8)
  const right = corner + ((<usize>half) << 3)
  const below = corner + <usize>half * size
  const to = right + <usize>half * size
  solveUnit(corner, size, half, right, wide - half, size)
  addProduct(rows - next, wide - half, half, below, size, 8, right, 8, size, to, size, -1, ALL)
  return factorPanel(panel, size, rows, next, wide - half, pivots)
}

/** A few columns one by one; the pivot of the next is found while it is updated. */
function factorColumns(
  panel: usize,
  size: usize,
  rows: i32,
  from: i32,
  wide: i32,
  pivots: usize,
): i32 {
  let pivot = from + largestOf(panel + <usize>from * (size + 8), rows - from, size)
  for (let k = from; k < from + wide; k++) {
    const row = panel + <usize>k * size
    store<i32>(pivots + (k << 2), pivot)
    if (pivot !== k) swapRows(row, panel + <usize>pivot * size, <i32>(size >> 3))
    const by = f64.load(row + (k << 3))
    if (by === 0) return k
    pivot = k + eliminate(row + (k << 3), size, rows - k, from + wide - k - 1, by)
  }
  return -1
}

function largestOf(column: usize, rows: i32, size: usize): i32 {
  let best = -1.0
  let at = 0
  for (let i = 0; i < rows; i++) {
    const value = Math.abs(f64.load(column))
    if (value > best) {
      best = value
      at = i
    }
    column += size
  }
  return at
}

/** Eliminates one column below its first row; returns the row of the next column's largest. */
function eliminate(top: usize, size: usize, rows: i32, wide: i32, by: f64): i32 {
  let best = -1.0
  let at = 1
  let row = top
  for (let i = 1; i < rows; i++) {
    row += size
    const share = f64.load(row) / by
    f64.store(row, share)
    if (wide === 0) continue
    addRow(-share, top + 8, row + 8, wide)
    const value = Math.abs(f64.load(row, 8))
    if (value > best) {
      best = value
      at = i
    }
  }
  return at
}
