import { ALL, addProduct } from './product'
import { addRootProducts, findRoot, rootOffset, rootOrigin } from './secular'

/**
 * What the two ways to divide and conquer share when they put two parts together. Rows of a part
 * are counted from where it begins; each has a value, a weight, and vectors in rows.
 */

/** Lists of one merge, shape [n] of f64 ... */
export let z: usize = 0
export let poles: usize = 0
export let weights: usize = 0
export let products: usize = 0
export let moved: usize = 0
/** ... and of i32: rows by value, those kept, those that leave, their kinds, the order of sums. */
export let sorted: usize = 0
export let kept: usize = 0
export let left: usize = 0
export let kind: usize = 0
export let place: usize = 0
/** Rooms for [n, n] of f64: coefficients of new vectors, copies of old ones. */
export let roots: usize = 0
let copies: usize = 0

/** Which columns a row has: those of the upper part, of the lower, or both. */
export const UPPER_PART = 0
export const BOTH_PARTS = 1
export const LOWER_PART = 2

/** Of kept rows, in the order `place`: how many have an upper half, a lower half. */
let uppers: i32 = 0
let lowers: i32 = 0

/**
 * Lays out the lists.
 *
 * @param squares room for [2, n, n] of f64
 * @param lists room for [8, n] of f64, n even
 */
export function layLists(n: i32, squares: usize, lists: usize): void {
  const size = (<usize>n) << 3
  roots = squares
  copies = squares + size * <usize>n
  z = lists
  poles = z + size
  weights = poles + size
  products = weights + size
  moved = products + size
  sorted = moved + size
  kept = sorted + (size >> 1)
  left = kept + (size >> 1)
  kind = left + (size >> 1)
  place = kind + (size >> 1)
}

@inline
export function at(list: usize, i: i32): f64 {
  return f64.load(list + ((<usize>i) << 3))
}

@inline
export function put(list: usize, i: i32, value: f64): void {
  f64.store(list + ((<usize>i) << 3), value)
}

@inline
export function index(list: usize, i: i32): i32 {
  return load<i32>(list + ((<usize>i) << 2))
}

@inline
export function putIndex(list: usize, i: i32, value: i32): void {
  store<i32>(list + ((<usize>i) << 2), value)
}

/** Orders the kept rows: those of the upper part, of both, of the lower. */
export function placeRows(count: i32): void {
  let next = 0
  lowers = 0
  uppers = 0
  for (let what = UPPER_PART; what <= LOWER_PART; what++) {
    for (let k = 0; k < count; k++) {
      if (index(kind, index(kept, k)) !== what) continue
      putIndex(place, next++, k)
      if (what !== LOWER_PART) uppers++
      if (what !== UPPER_PART) lowers++
    }
  }
}

/** The roots of poles and weights, as gaps in `roots`; then the weights of which they are exact. */
export function findRoots(count: i32, squares: bool): void {
  const size = (<usize>count) << 3
  for (let j = 0; j < count; j++) put(products, j, 1)
  for (let j = 0; j < count; j++) {
    const gaps = roots + <usize>j * size
    findRoot(count, j, poles, weights, gaps, squares)
    const pole = at(poles, rootOrigin())
    const above = rootOffset()
    put(moved, j, squares ? pole + above / (pole + Math.sqrt(pole * pole + above)) : pole + above)
    addRootProducts(count, j, poles, gaps, products, squares)
  }
  for (let i = 0; i < count; i++) {
    const size = Math.sqrt(Math.abs(at(products, i)))
    put(weights, i, at(weights, i) < 0 ? -size : size)
  }
}

/**
 * Turns the gaps of root j into its unit vector weights / gaps, in the order `place`.
 *
 * @returns what it was multiplied by to be of length 1
 */
export function rootVector(count: i32, j: i32): f64 {
  const gaps = roots + <usize>j * ((<usize>count) << 3)
  let sum: f64 = 0
  for (let i = 0; i < count; i++) {
    const value = at(weights, i) / at(gaps, i)
    put(z, i, value)
    sum += value * value
  }
  const by = 1 / Math.sqrt(sum)
  for (let q = 0; q < count; q++) put(gaps, q, at(z, index(place, q)) * by)
  return by
}

/**
 * Makes the first `count` rows the sums of kept rows that `roots` says; the rows that leave follow.
 *
 * @param top shape [n, half + rest], rows `step` bytes apart
 * @param half columns of the upper part; `rest` those of the lower
 */
export function combine(
  top: usize,
  step: usize,
  n: i32,
  count: i32,
  half: i32,
  rest: i32,
): void {
  const high = (<usize>half) << 3
  const low = (<usize>rest) << 3
  const size = (<usize>count) << 3
  const below = copies + <usize>uppers * high
  const others = below + <usize>lowers * low
  copyRows(top, step, n, count, high, low, below, others)
  for (let k = 0; k < count; k++) memory.fill(top + <usize>k * step, 0, high + low)
  addProduct(count, half, uppers, roots, size, 8, copies, 8, high, top, step, 1, ALL)
  const lowerRoots = roots + ((<usize>(count - lowers)) << 3)
  addProduct(count, rest, lowers, lowerRoots, size, 8, below, 8, low, top + high, step, 1, ALL)
  for (let k = 0; k < n - count; k++) {
    const from = others + <usize>k * (high + low)
    memory.copy(top + <usize>(count + k) * step, from, high + low)
  }
}

function copyRows(
  top: usize,
  step: usize,
  n: i32,
  count: i32,
  high: usize,
  low: usize,
  below: usize,
  others: usize,
): void {
  for (let q = 0; q < uppers; q++) {
    const from = top + <usize>index(kept, index(place, q)) * step
    memory.copy(copies + <usize>q * high, from, high)
  }
  for (let q = 0; q < lowers; q++) {
    const from = top + <usize>index(kept, index(place, count - lowers + q)) * step
    memory.copy(below + <usize>q * low, from + high, low)
  }
  for (let k = 0; k < n - count; k++) {
    const from = top + <usize>index(left, k) * step
    memory.copy(others + <usize>k * (high + low), from, high + low)
  }
}

/**
 * Sets the values of a part and their order: `count` ascending ones of `moved`, then those of the
 * rows that leave, in any order.
 *
 * @param values where the values of the part are, shape [n]
 * @param order receives which comes first, second ..., shape [n] of i32
 */
export function settle(values: usize, order: usize, count: i32, n: i32): void {
  for (let k = count; k < n; k++) put(moved, k, at(values, index(left, k - count)))
  for (let k = 0; k < n; k++) put(values, k, at(moved, k))
  for (let k = count; k < n; k++) {
    const value = at(values, k)
    let to = k
    for (; to > count && at(values, index(sorted, to - 1)) > value; to--) {
      putIndex(sorted, to, index(sorted, to - 1))
    }
    putIndex(sorted, to, k)
  }
  let a = 0
  let b = count
  for (let s = 0; s < n; s++) {
    const first = b >= n || (a < count && at(values, a) <= at(values, index(sorted, b)))
    putIndex(order, s, first ? a : index(sorted, b))
    if (first) a++
    else b++
  }
}

/**
 * Writes the rows of two parts, by value, to `sorted`.
 *
 * @param values of both, shape [n]
 * @param order of each part by itself, shape [n] of i32
 * @param half where the upper part ends, and `next` where the lower one begins
 * @param to how many rows are in `sorted` already
 */
export function sortBoth(
  values: usize,
  order: usize,
  n: i32,
  half: i32,
  next: i32,
  to: i32,
): void {
  let a = 0
  let b = next
  while (a < half || b < n) {
    const i = a < half ? index(order, a) : -1
    const j = b < n ? next + index(order, b) : -1
    const first = j < 0 || (i >= 0 && at(values, i) <= at(values, j))
    putIndex(sorted, to++, first ? i : j)
    if (first) a++
    else b++
  }
}
