import { addTile } from '../dense/tile'

/** Rows and terms of a triangle that stay in a cache while all vectors pass. */
const ROWS = 64
const TERMS = 256

/**
 * Quadratic forms of vectors: each vector times its product with a lower triangle. What is summed
 * for a vector, and in which order, does not depend on the others.
 *
 * @param t the triangle, packed: shape [ceil(n / 4), n, 4], zeros above the diagonal
 * @param x the vectors, packed: shape [ceil(count / 4), n, 4]
 * @param sums receives the forms, shape [4 ceil(count / 4)]
 * @param tile room for 128 bytes
 */
export function quadratics(t: usize, n: i32, x: usize, count: i32, sums: usize, tile: usize): void {
  const panel = (<usize>n) << 5
  const ends = (<usize>((count + 3) >> 2)) << 5
  memory.fill(sums, 0, ends)
  for (let i = 0; i < n; i += ROWS) {
    const last = min(n, i + ROWS)
    for (let k = 0; k < last; k += TERMS) {
      const skip = (<usize>k) << 5
      let from = x
      for (let to = sums; to < sums + ends; to += 32) {
        addBlock(i, last, n, k, t + skip, from, to, tile)
        from += panel
      }
    }
  }
}

/** Adds what some rows and terms of the triangle give to the forms of four vectors. */
function addBlock(
  i: i32,
  last: i32,
  n: i32,
  k: i32,
  t: usize,
  x: usize,
  to: usize,
  tile: usize,
): void {
  const panel = (<usize>n) << 5
  const terms = x + ((<usize>k) << 5)
  let low = v128.load(to)
  let high = v128.load(to, 16)
  for (; i < last; i += 4) {
    const depth = min(min(TERMS, n - k), i + 4 - k)
    if (depth <= 0) continue
    memory.fill(tile, 0, 128)
    addTile(depth, t + (<usize>(i >> 2)) * panel, terms, tile, 32)
    let from = x + ((<usize>i) << 5)
    let at = tile
    for (let r = i; r < min(n, i + 4); r++) {
      low = f64x2.add(low, f64x2.mul(v128.load(at), v128.load(from)))
      high = f64x2.add(high, f64x2.mul(v128.load(at, 16), v128.load(from, 16)))
      at += 32
      from += 32
    }
  }
  v128.store(to, low)
  v128.store(to, high, 16)
}
