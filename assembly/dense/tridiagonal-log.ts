/** Nodes that are taken together, at most. */
const GROUP = 32

/** Rows of `GROUP` in the work: weighted diagonals, ratios, forward pivots. */
let diagonals: usize = 0
let ratios: usize = 0
let current: usize = 0

/**
 * The logarithm of a positive definite tridiagonal matrix t / scale, as a sum over the nodes s of
 * a rule: weight · (1 / (1 + s) - (t / scale + s)^-1). Inverses come from the pivots from above and
 * from below; an element is its left neighbour times a ratio.
 *
 * @param d the diagonal of t, shape [n]
 * @param e beside it, shape [n - 1]
 * @param scale a power of two
 * @param nodes shape [count]; `weights` too; count a multiple of 4
 * @param out receives the upper triangle, shape [n, n]
 * @param work room for [2 n + 2, 32] of f64
 */
export function tridiagonalLog(
  d: usize,
  e: usize,
  n: i32,
  scale: f64,
  nodes: usize,
  weights: usize,
  count: i32,
  out: usize,
  work: usize,
): void {
  const row = (<usize>GROUP) << 3
  diagonals = work
  ratios = diagonals + <usize>n * row
  current = ratios + <usize>n * row
  memory.fill(out, 0, (<usize>n * <usize>n) << 3)
  for (let from = 0; from < count; from += GROUP) {
    const wide = min(GROUP, count - from)
    const skip = (<usize>from) << 3
    for (let p: usize = 0; p < <usize>wide << 3; p += 16) {
      layPivots(d, e, n, 1 / scale, v128.load(nodes + skip + p), v128.load(weights + skip + p), p)
    }
    let to = out
    for (let i = 0; i < n; i++) {
      addRow(weights + skip, nodes + skip, wide, i, n, to)
      to += (<usize>(n + 1)) << 3
    }
  }
}

/** For two nodes: each row's diagonal of the inverse, weighted, and its ratio to the left. */
function layPivots(d: usize, e: usize, n: i32, by: f64, s: v128, weight: v128, p: usize): void {
  const row = (<usize>GROUP) << 3
  const share = f64x2.splat(by)
  const one = f64x2.splat(1)
  let inverse = f64x2.splat(0)
  let beside = f64x2.splat(0)
  let at = ratios + p + <usize>n * row
  for (let i = n - 1; i >= 0; i--) {
    at -= row
    const skip = (<usize>i) << 3
    const own = f64x2.add(f64x2.mul(v128.load64_splat(d + skip), share), s)
    const pivot = f64x2.sub(own, f64x2.mul(f64x2.mul(beside, beside), inverse))
    inverse = f64x2.div(one, pivot)
    v128.store(at + (diagonals - ratios), pivot)
    if (i === 0) break
    beside = f64x2.mul(v128.load64_splat(e + skip - 8), share)
    v128.store(at, f64x2.neg(f64x2.mul(beside, inverse)))
  }
  inverse = f64x2.splat(0)
  beside = f64x2.splat(0)
  at = diagonals + p
  for (let i = 0; i < n; i++) {
    const taken = f64x2.mul(f64x2.mul(beside, beside), inverse)
    const own = f64x2.add(f64x2.mul(v128.load64_splat(d), share), s)
    const both = f64x2.sub(v128.load(at), taken)
    v128.store(at, f64x2.mul(weight, f64x2.div(one, both)))
    inverse = f64x2.div(one, f64x2.sub(own, taken))
    if (i + 1 < n) beside = f64x2.mul(v128.load64_splat(e), share)
    at += row
    d += 8
    e += 8
  }
}

/** Adds what a group of nodes gives row i, from the diagonal on. */
function addRow(weights: usize, nodes: usize, wide: i32, i: i32, n: i32, to: usize): void {
  const row = (<usize>GROUP) << 3
  const size = (<usize>wide) << 3
  const one = f64x2.splat(1)
  let sum = f64x2.splat(0)
  const own = diagonals + <usize>i * row
  for (let p: usize = 0; p < size; p += 16) {
    const value = v128.load(own + p)
    v128.store(current + p, value)
    const share = f64x2.div(one, f64x2.add(one, v128.load(nodes + p)))
    sum = f64x2.add(sum, f64x2.sub(f64x2.mul(v128.load(weights + p), share), value))
  }
  f64.store(to, f64.load(to) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
  let ratio = ratios + <usize>i * row
  for (let j = i + 1; j < n; j++) {
    ratio += row
    to += 8
    sum = f64x2.splat(0)
    let more = f64x2.splat(0)
    for (let p: usize = 0; p < size; p += 32) {
      const value = f64x2.mul(v128.load(current + p), v128.load(ratio + p))
      v128.store(current + p, value)
      sum = f64x2.add(sum, value)
      const next = f64x2.mul(v128.load(current + p, 16), v128.load(ratio + p, 16))
      v128.store(current + p, next, 16)
      more = f64x2.add(more, next)
    }
    sum = f64x2.add(sum, more)
    f64.store(to, f64.load(to) - (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
  }
}
