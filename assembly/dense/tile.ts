/**
 * Adds the product of four rows by four columns to a tile [4, 4], one term after the other: each
 * element is the plain sum in order, wherever the tile lies.
 *
 * One term a turn: of several, V8 loads all before it multiplies, more than there are registers.
 *
 * @param a shape [depth, 4] of f64: four rows, interleaved
 * @param b shape [depth, 4] of f64: four columns, interleaved
 * @param c the tile, its rows `step` bytes apart
 */
export function addTile(depth: i32, a: usize, b: usize, c: usize, step: usize): void {
  const d = c + step
  const e = d + step
  const f = e + step
  let c0 = v128.load(c)
  let c1 = v128.load(c, 16)
  let d0 = v128.load(d)
  let d1 = v128.load(d, 16)
  let e0 = v128.load(e)
  let e1 = v128.load(e, 16)
  let f0 = v128.load(f)
  let f1 = v128.load(f, 16)
  let x: v128
  let y: v128
  let s: v128
  const end = a + ((<usize>depth) << 5)
  while (a < end) {
    x = v128.load(b)
    y = v128.load(b, 16)
    s = v128.load64_splat(a)
    c0 = f64x2.add(c0, f64x2.mul(s, x))
    c1 = f64x2.add(c1, f64x2.mul(s, y))
    s = v128.load64_splat(a, 8)
    d0 = f64x2.add(d0, f64x2.mul(s, x))
    d1 = f64x2.add(d1, f64x2.mul(s, y))
    s = v128.load64_splat(a, 16)
    e0 = f64x2.add(e0, f64x2.mul(s, x))
    e1 = f64x2.add(e1, f64x2.mul(s, y))
    s = v128.load64_splat(a, 24)
    f0 = f64x2.add(f0, f64x2.mul(s, x))
    f1 = f64x2.add(f1, f64x2.mul(s, y))
    a += 32
    b += 32
  }
  v128.store(c, c0)
  v128.store(c, c1, 16)
  v128.store(d, d0)
  v128.store(d, d1, 16)
  v128.store(e, e0)
  v128.store(e, e1, 16)
  v128.store(f, f0)
  v128.store(f, f1, 16)
}
