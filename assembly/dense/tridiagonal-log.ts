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
    for (let i = 0; i < n; i += 2) {
      addRows(weights + skip, nodes + skip, wide, i, n, out + (<usize>i * <usize>(n + 1) << 3))
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

/** Adds what a group of nodes gives rows i and i + 1, from the diagonal on. */
function addRows(weights: usize, nodes: usize, wide: i32, i: i32, n: i32, to: usize): void {
  const row = (<usize>GROUP) << 3
  const size = (<usize>wide) << 3
  const next = to + (<usize>n << 3)
  let ratio = ratios + <usize>i * row
  begin(weights, nodes, size, i, current, to)
  if (i + 1 >= n) return
  ratio += row
  f64.store(to, f64.load(to, 8) - follow(ratio, size, current), 8)
  begin(weights, nodes, size, i + 1, current + row, next + 8)
  for (let j: usize = 16; j < <usize>(n - i) << 3; j += 8) {
    ratio += row
    let sum = f64x2.splat(0)
    let other = f64x2.splat(0)
    for (let at = current, by = ratio; at < current + size; at += 16) {
      const share = v128.load(by)
      const value = f64x2.mul(v128.load(at), share)
      v128.store(at, value)
      sum = f64x2.add(sum, value)
      const below = f64x2.mul(v128.load(at + row), share)
      v128.store(at + row, below)
      other = f64x2.add(other, below)
      by += 16
    }
    const both = f64x2.add(i64x2.shuffle(sum, other, 0, 2), i64x2.shuffle(sum, other, 1, 3))
    f64.store(to + j, f64.load(to + j) - f64x2.extract_lane(both, 0))
    f64.store(next + j, f64.load(next + j) - f64x2.extract_lane(both, 1))
  }
}

/** Adds a group's share of a diagonal element to `to`, and begins its row at `at`. */
function begin(weights: usize, nodes: usize, size: usize, i: i32, at: usize, to: usize): void {
  const one = f64x2.splat(1)
  const own = diagonals + <usize>i * ((<usize>GROUP) << 3)
  let sum = f64x2.splat(0)
  for (let p: usize = 0; p < size; p += 16) {
    const value = v128.load(own + p)
    v128.store(at + p, value)
    const share = f64x2.div(one, f64x2.add(one, v128.load(nodes + p)))
    sum = f64x2.add(sum, f64x2.sub(f64x2.mul(v128.load(weights + p), share), value))
  }
  f64.store(to, f64.load(to) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
}

/** Takes a row one place to the right; its sum. */
function follow(ratio: usize, size: usize, at: usize): f64 {
  let sum = f64x2.splat(0)
  for (let p: usize = 0; p < size; p += 16) {
    const value = f64x2.mul(v128.load(at + p), v128.load(ratio + p))
    v128.store(at + p, value)
    sum = f64x2.add(sum, value)
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}
