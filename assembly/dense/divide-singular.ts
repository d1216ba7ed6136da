import {
  at, BOTH_PARTS, combine, findRoots, index, kept, kind, layLists, left, LOWER_PART, place,
  placeRows, poles, products, put, putIndex, roots, rootVector, settle, sortBoth, sorted,
  UPPER_PART, weights, z,
} from './merge'
import { rotateRows } from './vector'

/** What all levels share: set by `divideSingular`. */
let d: usize = 0
let e: usize = 0
let order: usize = 0
let lefts: usize = 0
let leftStep: usize = 0
let rights: usize = 0
let rightStep: usize = 0
/** Below this nothing can be told from zero, whatever the part. */
let least: f64 = 0

/**
 * Singular values and vectors of an upper bidiagonal matrix: a row is taken out of the middle, what
 * is above and below is solved, and the row put back by the roots of a rational function. A part
 * of n rows has n + 1 columns, and so one right vector without a value: its last.
 *
 * See Gu & Eisenstat (1995), SIAM J. Matrix Anal. Appl. 16(1):79-92, doi:10.1137/S0895479892242232.
 *
 * @param diagonal shape [n], at most about 1; becomes the singular values, in no order
 * @param beside shape [n], the last is 0
 * @param u receives a left vector in each row, shape [n, n], rows `uStep` bytes apart
 * @param v receives a right vector in each row, and one more, shape [n + 1, n + 1]
 * @param ordered receives which row has the smallest value, the next ..., shape [n] of i32
 * @param squares room for [2, n + 2, n + 2] of f64
 * @param lists room for [8, n + 2] of f64
 */
export function divideSingular(
  diagonal: usize,
  beside: usize,
  n: i32,
  u: usize,
  uStep: usize,
  v: usize,
  ordered: usize,
  squares: usize,
  lists: usize,
): void {
  d = diagonal
  e = beside
  order = ordered
  lefts = u
  leftStep = uStep
  rights = v
  rightStep = (<usize>(n + 1)) << 3
  layLists((n + 2) & ~1, squares, lists)
  memory.fill(u, 0, leftStep * <usize>n)
  memory.fill(v, 0, rightStep * <usize>(n + 1))
  let largest: f64 = 0
  for (let i = 0; i < n; i++) largest = max(largest, max(Math.abs(at(d, i)), Math.abs(at(e, i))))
  least = 1e-20 * largest
  solvePart(0, n)
}

function solvePart(from: i32, n: i32): void {
  const right = rights + <usize>from * (rightStep + 8)
  if (n === 0) {
    f64.store(right, 1)
    return
  }
  const half = n >> 1
  solvePart(from, half)
  solvePart(from + half + 1, n - half - 1)
  const top = lefts + <usize>from * (leftStep + 8)
  const count = deflate(from, n, half, top, right)
  placeRows(count)
  findRoots(count, true)
  for (let j = 0; j < count; j++) put(products, j, rootVector(count, j))
  combine(right, rightStep, n, count, half + 1, n - half)
  for (let j = 0; j < count; j++) turnLeft(count, j)
  combine(top, leftStep, n, count, half + 1, n - half - 1)
  settle(d + ((<usize>from) << 3), order + ((<usize>from) << 2), count, n)
}

/** Turns the coefficients of the right vector of root j into those of the left one. */
function turnLeft(count: i32, j: i32): void {
  const row = roots + <usize>j * ((<usize>count) << 3)
  let sum: f64 = 0
  for (let q = 0; q < count; q++) {
    const i = index(place, q)
    const value = i === 0 ? -at(products, j) : at(row, q) * at(poles, i)
    put(row, q, value)
    sum += value * value
  }
  const by = 1 / Math.sqrt(sum)
  for (let q = 0; q < count; q++) put(row, q, at(row, q) * by)
}

/**
 * The row of the middle in terms of the right vectors, its weights, of which some are nothing; row
 * `half` gets the value 0 and the weight of both right vectors that had no value.
 *
 * @returns how many rows are kept
 */
function deflate(from: i32, n: i32, half: i32, top: usize, right: usize): i32 {
  const values = d + ((<usize>from) << 3)
  const alpha = at(values, half)
  const beta = at(e, from + half)
  f64.store(top + <usize>half * (leftStep + 8), 1)
  put(values, half, 0)
  let largest = max(Math.abs(alpha), Math.abs(beta))
  for (let i = 0; i < n; i++) largest = max(largest, at(values, i))
  const tiny = max(16 * 1.1e-16 * largest, least)
  for (let i = 0; i <= n; i++) {
    const row = right + <usize>i * rightStep + ((<usize>half) << 3)
    put(z, i, i <= half ? alpha * f64.load(row) : beta * f64.load(row, 8))
    putIndex(kind, i, i < half ? UPPER_PART : LOWER_PART)
  }
  joinRests(n, half, right, tiny)
  sortBoth(values, order + ((<usize>from) << 2), n, half, half + 1, 0)
  putIndex(kept, 0, half)
  let count = 1
  let gone = 0
  for (let s = 0; s < n - 1; s++) {
    const i = index(sorted, s)
    if (Math.abs(at(z, i)) <= tiny) {
      putIndex(left, gone++, i)
    } else if (count > 1 && at(values, i) - at(values, index(kept, count - 1)) <= tiny) {
      join(index(kept, count - 1), i, n, top, right)
      putIndex(left, gone++, index(kept, count - 1))
      putIndex(kept, count - 1, i)
    } else {
      putIndex(kept, count++, i)
    }
  }
  for (let k = 0; k < count; k++) {
    const value = at(values, index(kept, k))
    put(poles, k, k > 0 ? max(value, 0.5 * tiny) : 0)
    put(weights, k, at(z, index(kept, k)))
  }
  return count
}

/** Rotates the two right vectors without a value, so that one of them has no weight. */
function joinRests(n: i32, half: i32, right: usize, tiny: f64): void {
  const a = at(z, half)
  const b = at(z, n)
  const size = Math.sqrt(a * a + b * b)
  putIndex(kind, half, BOTH_PARTS)
  put(z, half, max(size, tiny))
  if (size <= tiny) return
  const upper = right + <usize>half * rightStep
  const lower = right + <usize>n * rightStep
  rotateRows(upper, lower, n + 1, a / size, b / size)
}

/** Rotates rows i and j, whose values are equal, so that i loses its weight. */
function join(i: i32, j: i32, n: i32, top: usize, right: usize): void {
  const size = Math.sqrt(at(z, i) * at(z, i) + at(z, j) * at(z, j))
  const c = at(z, j) / size
  const s = at(z, i) / size
  put(z, j, size)
  put(z, i, 0)
  rotateRows(top + <usize>i * leftStep, top + <usize>j * leftStep, n, c, -s)
  rotateRows(right + <usize>i * rightStep, right + <usize>j * rightStep, n + 1, c, -s)
  if (index(kind, i) !== index(kind, j)) putIndex(kind, j, BOTH_PARTS)
}
