import { ALL, addProduct } from './product'
import { addRootProducts, findRoot, rootOffset, rootOrigin } from './secular'
import { rotateRows } from './vector'

/** What all levels share: set by `divide`. */
let d: usize = 0
let e: usize = 0
let vectors: usize = 0
let step: usize = 0
/** Order of the eigenvalues of each part: shape [n] of i32, counted from where the part begins. */
let order: usize = 0
/** Rooms for the vectors of a part, shape [n, n] each. */
let roots: usize = 0
let copies: usize = 0

/** Lists of one merge, shape [n] each: f64, then i32. */
let z: usize = 0
let poles: usize = 0
let weights: usize = 0
let products: usize = 0
let moved: usize = 0
let sorted: usize = 0
let kept: usize = 0
let left: usize = 0
let kind: usize = 0
let place: usize = 0

const UPPER_PART = 0
const BOTH_PARTS = 1
const LOWER_PART = 2

/**
 * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix: torn in two, solved, and put
 * together by the roots of a rational function.
 *
 * See Cuppen (1981), Numer. Math. 36:177-195, doi:10.1007/BF01396757, and Gu & Eisenstat (1995).
 *
 * @param diagonal shape [n]; becomes the eigenvalues, in the order of `ordered`
 * @param beside shape [n - 1]
 * @param x receives an eigenvector in each row, shape [n, n]
 * @param ordered receives which row comes first, second ..., shape [n] of i32
 * @param squares room for [2, n, n] of f64
 * @param lists room for [8, n] of f64
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
  const size = (<usize>n) << 3
  d = diagonal
  e = beside
  vectors = x
  step = size
  order = ordered
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
  memory.fill(x, 0, size * <usize>n)
  solvePart(0, n)
}

@inline
function at(list: usize, i: i32): f64 {
  return f64.load(list + ((<usize>i) << 3))
}

@inline
function put(list: usize, i: i32, value: f64): void {
  f64.store(list + ((<usize>i) << 3), value)
}

@inline
function index(list: usize, i: i32): i32 {
  return load<i32>(list + ((<usize>i) << 2))
}

@inline
function putIndex(list: usize, i: i32, value: i32): void {
  store<i32>(list + ((<usize>i) << 2), value)
}

@inline
function corner(from: i32): usize {
  return vectors + <usize>from * (step + 8)
}

function solvePart(from: i32, n: i32): void {
  if (n === 1) {
    f64.store(corner(from), 1)
    putIndex(order, from, 0)
    return
  }
  const half = n >> 1
  const beta = at(e, from + half - 1)
  const size = Math.abs(beta)
  put(d, from + half - 1, at(d, from + half - 1) - size)
  put(d, from + half, at(d, from + half) - size)
  solvePart(from, half)
  solvePart(from + half, n - half)
  merge(from, n, half, beta)
}

/** Puts the parts [from, from + half) and [from + half, from + n) together. */
function merge(from: i32, n: i32, half: i32, beta: f64): void {
  const count = deflate(from, n, half, beta)
  const gone = n - count
  const first = layOut(from, n, half, count)
  secularVectors(count)
  const top = corner(from)
  const row = (<usize>n) << 3
  const rowBytes = (<usize>count) << 3
  const upper = first & 0xffff
  const lower = first >> 16
  for (let k = 0; k < count; k++) {
    memory.fill(top + <usize>k * step, 0, row)
    put(d, from + k, at(moved, k))
  }
  const below = copies + <usize>upper * ((<usize>half) << 3)
  addProduct(count, half, upper, roots, rowBytes, 8, copies, 8, half << 3, top, step, 1, ALL)
  addProduct(
    count, n - half, lower, roots + (<usize>(count - lower) << 3), rowBytes, 8, below, 8,
    (n - half) << 3, top + (half << 3), step, 1, ALL,
  )
  const rest = below + <usize>lower * ((<usize>(n - half)) << 3)
  for (let k = 0; k < gone; k++) {
    memory.copy(top + <usize>(count + k) * step, rest + <usize>k * row, row)
    put(d, from + count + k, at(moved, count + k))
  }
  reorder(from, count, n)
}

/**
 * Finds what the other part does not change: rows whose weight is nothing, and one of two rows
 * whose eigenvalues are equal, after a rotation that gives the other one all the weight.
 *
 * @returns how many rows are kept; their numbers are in `kept`, ascending by eigenvalue
 */
function deflate(from: i32, n: i32, half: i32, beta: f64): i32 {
  const rho = 2 * Math.abs(beta)
  const top = corner(from)
  let largest: f64 = 0
  for (let i = 0; i < n; i++) {
    const sign: f64 = i >= half && beta < 0 ? -1 : 1
    const column = i < half ? half - 1 : half
    const value = f64.load(top + <usize>i * step + (column << 3)) * Math.SQRT1_2 * sign
    put(z, i, value)
    largest = max(largest, max(Math.abs(value), Math.abs(at(d, from + i))))
    putIndex(kind, i, i < half ? UPPER_PART : LOWER_PART)
  }
  sortBoth(from, n, half)
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
    put(poles, k, at(d, from + index(kept, k)))
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

/** Merges the orders of both parts into `sorted`. */
function sortBoth(from: i32, n: i32, half: i32): void {
  let a = 0
  let b = half
  for (let s = 0; s < n; s++) {
    const i = a < half ? index(order, from + a) : -1
    const j = b < n ? half + index(order, from + b) : -1
    const first = j < 0 || (i >= 0 && at(d, from + i) <= at(d, from + j))
    putIndex(sorted, s, first ? i : j)
    if (first) a++
    else b++
  }
}

/**
 * Copies what products need: the upper halves of kept rows, the lower halves, the other rows.
 *
 * @returns number of kept rows that have an upper half, and, times 65536, a lower half
 */
function layOut(from: i32, n: i32, half: i32, count: i32): i32 {
  const top = corner(from)
  const high = (<usize>half) << 3
  const low = (<usize>(n - half)) << 3
  let lower = 0
  for (let k = 0; k < count; k++) if (index(kind, index(kept, k)) !== UPPER_PART) lower++
  let next = 0
  let to = copies
  for (let what = UPPER_PART; what <= LOWER_PART; what++) {
    for (let k = 0; k < count; k++) {
      if (index(kind, index(kept, k)) === what) putIndex(place, next++, k)
    }
  }
  let upper = 0
  for (let q = 0; q < count; q++) {
    const i = index(kept, index(place, q))
    if (index(kind, i) === LOWER_PART) break
    memory.copy(to, top + <usize>i * step, high)
    to += high
    upper++
  }
  for (let q = count - lower; q < count; q++) {
    const i = index(kept, index(place, q))
    memory.copy(to, top + <usize>i * step + high, low)
    to += low
  }
  for (let k = 0; k < n - count; k++) {
    const i = index(left, k)
    memory.copy(to, top + <usize>i * step, high + low)
    put(moved, count + k, at(d, from + i))
    to += high + low
  }
  return upper | (lower << 16)
}

/** The eigenvalues of poles and weights, to `moved`, and the vectors, in the order of `place`. */
function secularVectors(count: i32): void {
  const size = (<usize>count) << 3
  for (let j = 0; j < count; j++) put(products, j, 1)
  for (let j = 0; j < count; j++) {
    const gaps = roots + <usize>j * size
    findRoot(count, j, poles, weights, gaps, false)
    put(moved, j, at(poles, rootOrigin()) + rootOffset())
    addRootProducts(count, j, poles, gaps, products, false)
  }
  for (let i = 0; i < count; i++) {
    const size = Math.sqrt(Math.abs(at(products, i)))
    put(weights, i, at(weights, i) < 0 ? -size : size)
  }
  for (let j = 0; j < count; j++) secularVector(count, roots + <usize>j * size)
}

/** Turns the gaps of a root into its unit vector. */
function secularVector(count: i32, gaps: usize): void {
  let sum: f64 = 0
  for (let i = 0; i < count; i++) {
    const value = at(weights, i) / at(gaps, i)
    put(z, i, value)
    sum += value * value
  }
  const by = 1 / Math.sqrt(sum)
  for (let q = 0; q < count; q++) put(gaps, q, at(z, index(place, q)) * by)
}

/** Sorts the eigenvalues of a part: `count` ascending ones, then a few in any order. */
function reorder(from: i32, count: i32, n: i32): void {
  for (let k = count; k < n; k++) {
    const value = at(d, from + k)
    let to = k
    for (; to > count && at(d, from + index(sorted, to - 1)) > value; to--) {
      putIndex(sorted, to, index(sorted, to - 1))
    }
    putIndex(sorted, to, k)
  }
  let a = 0
  let b = count
  for (let s = 0; s < n; s++) {
    const first =
      b >= n || (a < count && at(d, from + a) <= at(d, from + index(sorted, b)))
    putIndex(order, from + s, first ? a : index(sorted, b))
    if (first) a++
    else b++
  }
}
