import {
  at, BOTH_PARTS, combine, findRoots, index, kept, kind, layLists, left, LOWER_PART, placeRows,
  poles, put, putIndex, rootVector, settle, sortBoth, sorted, UPPER_PART, weights, z,
} from './merge'
import { iterate } from './iterate'
import { rotateRows } from './vector'

/** Parts of this size are not divided; measured. */
const SMALL = 32

/** What all levels share: set by `divide`. */
let d: usize = 0
let e: usize = 0
let order: usize = 0
let vectors: usize = 0
let step: usize = 0

/**
 * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix: torn in two, solved, and put
 * together by the roots of a rational function.
 *
 * See Cuppen (1981), Numer. Math. 36:177-195, doi:10.1007/BF01396757, and Gu & Eisenstat (1995).
 *
 * @param diagonal shape [n], at most about 1; becomes the eigenvalues, in no order
 * @param beside shape [n - 1]
 * @param x receives an eigenvector in each row, shape [n, n]
 * @param ordered receives which row comes first, second ..., shape [n] of i32
 * @param squares room for [2, n, n] of f64
 * @param lists room for [8, n + 1] of f64
 */
export function divide(
  diagonal: usize,
  beside: usize,
  n: i32,
  x: usize,
  ordered: usize,
  squares: usize,
  lists: usize,
): void {
  d = diagonal
  e = beside
  order = ordered
  vectors = x
  step = (<usize>n) << 3
  layLists(n + (n & 1), squares, lists)
  memory.fill(x, 0, step * <usize>n)
  if (n > 0) solvePart(0, n)
}

@inline
function corner(from: i32): usize {
  return vectors + <usize>from * (step + 8)
}

function solvePart(from: i32, n: i32): void {
  if (n <= SMALL) {
    const skip = (<usize>from) << 3
    iterate(d + skip, e + skip, n, corner(from), step)
    sortPart(from, n)
    return
  }
  const half = n >> 1
  const beta = at(e, from + half - 1)
  const size = Math.abs(beta)
  put(d, from + half - 1, at(d, from + half - 1) - size)
  put(d, from + half, at(d, from + half) - size)
  solvePart(from, half)
  solvePart(from + half, n - half)
  const count = deflate(from, n, half, beta)
  placeRows(count)
  findRoots(count, false)
  for (let j = 0; j < count; j++) rootVector(count, j)
  combine(corner(from), step, n, count, half, n - half)
  settle(d + ((<usize>from) << 3), order + ((<usize>from) << 2), count, n)
}

/** The order of a part that was not divided. */
function sortPart(from: i32, n: i32): void {
  for (let k = 0; k < n; k++) {
    const value = at(d, from + k)
    let to = k
    for (; to > 0 && at(d, from + index(order, from + to - 1)) > value; to--) {
      putIndex(order, from + to, index(order, from + to - 1))
    }
    putIndex(order, from + to, k)
  }
}

/**
 * Finds what the other part does not change: rows whose weight is nothing, and one of two rows
 * whose eigenvalues are equal, after a rotation that gives the other one all the weight.
 *
 * @returns how many rows are kept
 */
function deflate(from: i32, n: i32, half: i32, beta: f64): i32 {
  const rho = 2 * Math.abs(beta)
  const top = corner(from)
  const values = d + ((<usize>from) << 3)
  let largest: f64 = 0
  for (let i = 0; i < n; i++) {
    const sign: f64 = i >= half && beta < 0 ? -1 : 1
    const column = i < half ? half - 1 : half
    const value = f64.load(top + <usize>i * step + (column << 3)) * Math.SQRT1_2 * sign
    put(z, i, value)
    largest = max(largest, max(Math.abs(value), Math.abs(at(values, i))))
    putIndex(kind, i, i < half ? UPPER_PART : LOWER_PART)
  }
  sortBoth(values, order + ((<usize>from) << 2), n, half, half, 0)
  const tiny = 8 * 1.1e-16 * largest
  let count = 0
  let gone = 0
  for (let s = 0; s < n; s++) {
    const i = index(sorted, s)
    if (rho * Math.abs(at(z, i)) <= tiny) {
      putIndex(left, gone++, i)
    } else if (count > 0 && joined(from, index(kept, count - 1), i, n, tiny)) {
      putIndex(left, gone++, index(kept, count - 1))
      putIndex(kept, count - 1, i)
    } else {
      putIndex(kept, count++, i)
    }
  }
  const root = Math.sqrt(rho)
  for (let k = 0; k < count; k++) {
    put(poles, k, at(values, index(kept, k)))
    put(weights, k, at(z, index(kept, k)) * root)
  }
  return count
}

/** Rotates rows i and j so that i loses its weight, if their eigenvalues are equal. */
function joined(from: i32, i: i32, j: i32, n: i32, tiny: f64): bool {
  const size = Math.sqrt(at(z, i) * at(z, i) + at(z, j) * at(z, j))
  const c = at(z, j) / size
  const s = at(z, i) / size
  const di = at(d, from + i)
  const dj = at(d, from + j)
  if (Math.abs((dj - di) * c * s) > tiny) return false
  put(z, j, size)
  put(z, i, 0)
  const top = corner(from)
  rotateRows(top + <usize>i * step, top + <usize>j * step, n, c, -s)
  put(d, from + i, di * c * c + dj * s * s)
  put(d, from + j, di * s * s + dj * c * c)
  if (index(kind, i) !== index(kind, j)) putIndex(kind, j, BOTH_PARTS)
  return true
}
