/**
 * The roots of f(x) = 1 + the sum of z[i]² / (pole[i] - x), one between each pole and the next and
 * one above the last: Li's middle way, kept inside a bracket that always holds the root.
 *
 * See Li (1994), LAPACK Working Note 89; Gu & Eisenstat (1995), SIAM J. Matrix Anal. Appl.
 * 16(1):172-191, doi:10.1137/S0895479892241287.
 */

/** How far pole i lies above pole j: d[i] - d[j], or of squares, without squaring either. */
@inline
function apart(d: usize, i: i32, j: i32, squares: bool): f64 {
  const a = f64.load(d + (i << 3))
  const b = f64.load(d + (j << 3))
  return squares ? (a - b) * (a + b) : a - b
}

/** Sums that `sumTerms` leaves behind: of terms, and of their derivatives. */
let total: f64 = 0
let slope: f64 = 0

/** The pole from which the last root was measured, and the distance. */
let origin: i32 = 0
let offset: f64 = 0

/** The pole nearest to the root that was found last. */
export function rootOrigin(): i32 {
  return origin
}

/** How far that root lies above that pole. */
export function rootOffset(): f64 {
  return offset
}

/**
 * Finds root j.
 *
 * @param d ascending; the poles are these, or their squares; shape [n]
 * @param z shape [n], none of them 0
 * @param gaps receives pole[i] - root, each to nearly full relative precision, shape [n]
 */
export function findRoot(n: i32, j: i32, d: usize, z: usize, gaps: usize, squares: bool): void {
  const last = j === n - 1
  if (n === 1) {
    origin = 0
    offset = f64.load(z) * f64.load(z)
    f64.store(gaps, -offset)
    return
  }
  let most: f64 = 0
  if (last) for (let i = 0; i < n; i++) most += f64.load(z + (i << 3)) * f64.load(z + (i << 3))
  const wide = last ? most : apart(d, j + 1, j, squares)
  origin = j
  measure(n, d, gaps, squares)
  let low: f64 = 0
  let high = wide
  const p = last ? j - 1 : j
  const middle = 0.5 * wide
  const value = 1 + sumsAt(n, p, z, gaps, middle)
  const rest = value - term(z, gaps, p, middle) - term(z, gaps, p + 1, middle)
  if (last) {
    if (value > 0) high = middle
    else low = middle
  } else if (value > 0) {
    high = middle
  } else {
    origin = j + 1
    measure(n, d, gaps, squares)
    low = -middle
    high = 0
  }
  const x = firstGuess(rest, p, z, gaps, last)
  offset = x > low && x < high ? x : 0.5 * (low + high)
  approach(n, p, z, gaps, low, high, last)
  for (let i = 0; i < n; i++) {
    f64.store(gaps + (i << 3), f64.load(gaps + (i << 3)) - offset)
  }
}

/** Sets the gaps to the distances of the poles from the origin. */
function measure(n: i32, d: usize, gaps: usize, squares: bool): void {
  const o = origin
  for (let i = 0; i < n; i++) f64.store(gaps + (i << 3), apart(d, i, o, squares))
}

@inline
function term(z: usize, gaps: usize, i: i32, x: f64): f64 {
  const value = f64.load(z + (i << 3))
  return (value * value) / (f64.load(gaps + (i << 3)) - x)
}

/** The root of rest + the terms of poles p and p + 1. */
function firstGuess(rest: f64, p: i32, z: usize, gaps: usize, last: bool): f64 {
  const zp = f64.load(z + (p << 3))
  const zq = f64.load(z + (p << 3), 8)
  const gp = f64.load(gaps + (p << 3))
  const gq = f64.load(gaps + (p << 3), 8)
  const a = rest * (gp + gq) + zp * zp + zq * zq
  const b = rest * gp * gq + zp * zp * gq + zq * zq * gp
  return rootOf(rest, a, b, last)
}

/** The root of c x² - a x + b that lies between the poles, or above them. */
function rootOf(c: f64, a: f64, b: f64, last: bool): f64 {
  const root = Math.sqrt(Math.abs(a * a - 4 * b * c))
  if (last) return a >= 0 ? (a + root) / (2 * c) : (2 * b) / (a - root)
  return a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root)
}

let leftSum: f64 = 0
let rightSum: f64 = 0
let leftSlope: f64 = 0
let rightSlope: f64 = 0

/** The sum of all terms at x; those up to pole p, and those above, stay in the variables. */
function sumsAt(n: i32, p: i32, z: usize, gaps: usize, x: f64): f64 {
  sumTerms(z, gaps, p + 1, x)
  leftSum = total
  leftSlope = slope
  const skip = (<usize>(p + 1)) << 3
  sumTerms(z + skip, gaps + skip, n - p - 1, x)
  rightSum = total
  rightSlope = slope
  return leftSum + rightSum
}

function sumTerms(z: usize, gaps: usize, n: i32, x: f64): void {
  const at = f64x2.splat(x)
  let sums = f64x2.splat(0)
  let slopes = f64x2.splat(0)
  const end = z + ((<usize>(n >> 1)) << 4)
  for (; z < end; z += 16) {
    const value = v128.load(z)
    const share = f64x2.div(value, f64x2.sub(v128.load(gaps), at))
    sums = f64x2.add(sums, f64x2.mul(value, share))
    slopes = f64x2.add(slopes, f64x2.mul(share, share))
    gaps += 16
  }
  total = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  slope = f64x2.extract_lane(slopes, 0) + f64x2.extract_lane(slopes, 1)
  if (n & 1) {
    const share = f64.load(z) / (f64.load(gaps) - x)
    total += f64.load(z) * share
    slope += share * share
  }
}

/** Improves the offset until f is rounding, or the bracket holds no number. */
function approach(
  n: i32,
  p: i32,
  z: usize,
  gaps: usize,
  low: f64,
  high: f64,
  last: bool,
): void {
  for (let turn = 0; turn < 100; turn++) {
    const f = 1 + sumsAt(n, p, z, gaps, offset)
    const sizes = 1 + Math.abs(leftSum) + Math.abs(rightSum)
    const rounding = 16 * sizes + Math.abs(offset) * (leftSlope + rightSlope)
    if (Math.abs(f) <= 1.1e-16 * rounding) return
    if (f < 0) low = offset
    else high = offset
    const gp = f64.load(gaps + (p << 3)) - offset
    const gq = f64.load(gaps + (p << 3), 8) - offset
    const both = leftSlope + rightSlope
    const c = f - gp * leftSlope - gq * rightSlope
    let step = rootOf(c, (gp + gq) * f - gp * gq * both, gp * gq * f, last)
    if (!(f * step < 0)) step = -f / both
    let next = offset + step
    if (!(next > low && next < high)) next = 0.5 * (low + high)
    if (next === offset || next === low || next === high) return
    offset = next
  }
}

/**
 * Multiplies into each product what root j gives it: the numbers z for which the roots that were
 * found are exact are -product, then the root of it.
 *
 * @param gaps pole[i] - root j, shape [n]
 * @param products 1 before the first root, shape [n]
 */
export function addRootProducts(
  n: i32,
  j: i32,
  d: usize,
  gaps: usize,
  products: usize,
  squares: bool,
): void {
  const dj = f64x2.splat(f64.load(d + (j << 3)))
  for (let i = 0; i < n; i += 2) {
    const at = (<usize>i) << 3
    if (i === j || i + 1 === j || i + 1 === n) {
      oneProduct(i, j, d, gaps, products, squares)
      if (i + 1 < n) oneProduct(i + 1, j, d, gaps, products, squares)
      continue
    }
    const di = v128.load(d + at)
    let between = f64x2.sub(di, dj)
    if (squares) between = f64x2.mul(between, f64x2.add(di, dj))
    const ratio = f64x2.div(v128.load(gaps + at), between)
    v128.store(products + at, f64x2.mul(v128.load(products + at), ratio))
  }
}

@inline
function oneProduct(i: i32, j: i32, d: usize, gaps: usize, products: usize, squares: bool): void {
  const at = (<usize>i) << 3
  const by = i === j ? 1 : apart(d, i, j, squares)
  f64.store(products + at, (f64.load(products + at) * f64.load(gaps + at)) / by)
}
