import { addProduct, LOWER } from './product'
import { solveRight } from './triangle'
import { inner } from './vector'

/**
 * Factors a symmetric positive definite matrix in place as l · lᵀ, by halves.
 *
 * @param a shape [n, n], rows `step` bytes apart; the lower triangle becomes l, above is arbitrary
 * @param floor what smaller pivots are raised to where it is above 0
 * @returns -1, or the row at which the matrix is not positive definite
 */
export function cholesky(a: usize, n: i32, step: usize, floor: f64): i32 {
  if (n <= 16) return unblocked(a, n, step, floor)
  const h = ((n >> 1) + 3) & ~3
  const first = cholesky(a, h, step, floor)
  if (first >= 0) return first
  const below = a + <usize>h * step
  const rest = below + ((<usize>h) << 3)
  solveRight(a, step, h, below, n - h, step)
  addProduct(n - h, n - h, h, below, step, 8, below, step, 8, rest, step, -1, LOWER)
  const second = cholesky(rest, n - h, step, floor)
  return second < 0 ? -1 : h + second
}

function unblocked(a: usize, n: i32, step: usize, floor: f64): i32 {
  for (let i = 0; i < n; i++) {
    const row = a + <usize>i * step
    for (let j = 0; j < i; j++) {
      const other = a + <usize>j * step
      const at = row + (j << 3)
      f64.store(at, (f64.load(at) - inner(row, other, j)) / f64.load(other + (j << 3)))
    }
    const at = row + (i << 3)
    const left = f64.load(at) - inner(row, row, i)
    const pivot = left > floor || left !== left ? left : floor
    if (!(pivot > 0)) return i
    f64.store(at, Math.sqrt(pivot))
  }
  return -1
}
