/** The exponent of the smallest eigenvalue that is looked for: 2^-100. */
const LEAST: u64 = 923

/** Halvings: from a hundred octaves down to a millionth. */
const TURNS = 27

/**
 * The smallest and the largest eigenvalue of a positive definite tridiagonal matrix, to a
 * millionth: the middle of an interval, on a scale of logarithms, again and again, by the signs of
 * the pivots there.
 *
 * See Barth, Martin & Wilkinson (1967), Numer. Math. 9:386-393, doi:10.1007/BF02162154.
 *
 * @param d the diagonal, shape [n], at most 2
 * @param e beside it, shape [n - 1]
 * @param out receives both
 * @returns false where the smallest one is below 2^-100; nothing is written then
 */
export function extremes(d: usize, e: usize, n: i32, out: usize): bool {
  let most: f64 = 0
  for (let i = 0; i < n; i++) most = Math.max(most, reach(d, e, n, i))
  const least = reinterpret<f64>(LEAST << 52)
  if (!(most > least) || below(d, e, n, least, least) & 1) return false
  let low = reinterpret<u64>(least)
  let high = reinterpret<u64>(2 * most)
  let lowTop = low
  let highTop = high
  for (let turn = 0; turn < TURNS; turn++) {
    const one = (low + high) >> 1
    const other = (lowTop + highTop) >> 1
    const found = below(d, e, n, reinterpret<f64>(one), reinterpret<f64>(other))
    if (found & 1) high = one
    else low = one
    if (found & 2) highTop = other
    else lowTop = other
  }
  f64.store(out, reinterpret<f64>(low))
  f64.store(out, reinterpret<f64>(highTop), 8)
  return true
}

/** How far an eigenvalue of row i can lie from 0. */
function reach(d: usize, e: usize, n: i32, i: i32): f64 {
  const at = (<usize>i) << 3
  const before = i > 0 ? Math.abs(f64.load(e + at - 8)) : 0
  const after = i + 1 < n ? Math.abs(f64.load(e + at)) : 0
  return Math.abs(f64.load(d + at)) + before + after
}

/** Whether any eigenvalue lies below `one`: 1; whether all lie below `other`: 2; or both. */
function below(d: usize, e: usize, n: i32, one: f64, other: f64): i32 {
  const x = f64x2.replace_lane(f64x2.splat(one), 1, other)
  const nothing = f64x2.splat(0)
  let pivot = f64x2.sub(v128.load64_splat(d), x)
  let any = f64x2.lt(pivot, nothing)
  let all = any
  for (let i = 1; i < n; i++) {
    const beside = v128.load64_splat(e)
    const square = f64x2.max(f64x2.mul(beside, beside), f64x2.splat(1e-290))
    const middle = f64x2.sub(v128.load64_splat(d, 8), x)
    pivot = f64x2.sub(middle, f64x2.div(square, pivot))
    const negative = f64x2.lt(pivot, nothing)
    any = v128.or(any, negative)
    all = v128.and(all, negative)
    d += 8
    e += 8
  }
  return (i64x2.extract_lane(any, 0) ? 1 : 0) | (i64x2.extract_lane(all, 1) ? 2 : 0)
}
