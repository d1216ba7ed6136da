import { pack, unpackRows } from './pack'
import { ALL, addProduct } from './product'
import { scratch } from './scratch'
import { addRow } from './vector'

/** Four packed rows of at most 16 elements. */
const FOUR: usize = 2560

/**
 * Solves x · lᵀ = b in place, for a lower triangular matrix.
 *
 * @param l shape [n, n], rows `lStep` bytes apart
 * @param x shape [m, n], rows `step` bytes apart: b, then x
 */
export function solveRight(l: usize, lStep: usize, n: i32, x: usize, m: i32, step: usize): void {
  if (n > 16) {
    const h = ((n >> 1) + 3) & ~3
    const below = l + <usize>h * lStep
    const right = (<usize>h) << 3
    solveRight(l, lStep, h, x, m, step)
    addProduct(m, n - h, h, x, step, 8, below, lStep, 8, x + right, step, -1, ALL)
    solveRight(below + right, lStep, n - h, x + right, m, step)
    return
  }
  const four = scratch + FOUR
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i)
    pack(x, step, 8, rows, n, four, 1)
    solveFour(l, lStep, n, four)
    unpackRows(four, x, step, rows, n)
    x += step << 2
  }
}

/** `solveRight` of four interleaved rows. */
function solveFour(l: usize, lStep: usize, n: i32, x: usize): void {
  const end = x + ((<usize>n) << 5)
  for (; x < end; x += 32) {
    const pivot = f64x2.splat(f64.load(l))
    const u = f64x2.div(v128.load(x), pivot)
    const v = f64x2.div(v128.load(x, 16), pivot)
    v128.store(x, u)
    v128.store(x, v, 16)
    let below = l + lStep
    for (let to = x + 32; to < end; to += 32) {
      const by = v128.load64_splat(below)
      v128.store(to, f64x2.sub(v128.load(to), f64x2.mul(by, u)))
      v128.store(to, f64x2.sub(v128.load(to, 16), f64x2.mul(by, v)), 16)
      below += lStep
    }
    l += lStep + 8
  }
}

/**
 * Solves l · x = b in place, for a lower triangular matrix with ones on its diagonal.
 *
 * @param l shape [n, n], rows `lStep` bytes apart; its diagonal and what is above are not read
 * @param x shape [n, m], rows `step` bytes apart: b, then x
 */
export function solveUnit(l: usize, lStep: usize, n: i32, x: usize, m: i32, step: usize): void {
  if (n > 8) {
    const h = ((n >> 1) + 3) & ~3
    const below = l + <usize>h * lStep
    const lower = x + <usize>h * step
    solveUnit(l, lStep, h, x, m, step)
    addProduct(n - h, m, h, below, lStep, 8, x, 8, step, lower, step, -1, ALL)
    solveUnit(below + ((<usize>h) << 3), lStep, n - h, lower, m, step)
    return
  }
  for (let j = 0; j < m; j += 256) {
    const wide = min(256, m - j)
    const at = x + ((<usize>j) << 3)
    for (let i = 1; i < n; i++) {
      const row = l + <usize>i * lStep
      for (let k = 0; k < i; k++) {
        addRow(-f64.load(row + (k << 3)), at + <usize>k * step, at + <usize>i * step, wide)
      }
    }
  }
}

/**
 * Solves u · x = b in place, for an upper triangular matrix.
 *
 * @param u shape [n, n], rows `uStep` bytes apart; what is below its diagonal is not read
 * @param x shape [n, m], rows `step` bytes apart: b, then x
 */
export function solveUpper(u: usize, uStep: usize, n: i32, x: usize, m: i32, step: usize): void {
  if (n > 16) {
    const h = ((n >> 1) + 3) & ~3
    const right = u + ((<usize>h) << 3)
    const lower = x + <usize>h * step
    solveUpper(right + <usize>h * uStep, uStep, n - h, lower, m, step)
    addProduct(h, m, n - h, right, uStep, 8, lower, 8, step, x, step, -1, ALL)
    solveUpper(u, uStep, h, x, m, step)
    return
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = u + <usize>i * uStep
    const to = x + <usize>i * step
    for (let k = i + 1; k < n; k++) {
      addRow(-f64.load(row + (k << 3)), x + <usize>k * step, to, m)
    }
    const pivot = f64.load(row + (i << 3))
    for (let j = 0; j < m; j++) f64.store(to + (j << 3), f64.load(to + (j << 3)) / pivot)
  }
}
