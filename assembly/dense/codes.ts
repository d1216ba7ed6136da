/**
 * Multiplies four vectors by panels of eight codes in f32 and keeps, of each panel, the largest
 * score: the product less half the square of the code.
 *
 * Four terms a turn are written out, as in `dense/tile`.
 *
 * @param tokens shape [depth, 4] of f32: four vectors, interleaved
 * @param codes shape [panels, depth, 8] of f32
 * @param halves half the squares of the codes, shape [panels, 8] of f32
 * @param out shape [panels, 4] of f32
 */
export function panelMaxima(
  tokens: usize,
  codes: usize,
  halves: usize,
  panels: i32,
  depth: i32,
  out: usize,
): void {
  let b = codes
  const turns = tokens + (<usize>(depth & ~3) << 4)
  const end = tokens + (<usize>depth << 4)
  for (let p = 0; p < panels; p++) {
    b = panelMax(tokens, turns, end, b, halves, out)
    halves += 32
    out += 16
  }
}

/** One panel; gives the address behind its codes. */
function panelMax(
  a: usize,
  turns: usize,
  end: usize,
  b: usize,
  halves: usize,
  out: usize,
): usize {
  let c0 = f32x4.splat(0)
  let c1 = f32x4.splat(0)
  let d0 = f32x4.splat(0)
  let d1 = f32x4.splat(0)
  let e0 = f32x4.splat(0)
  let e1 = f32x4.splat(0)
  let f0 = f32x4.splat(0)
  let f1 = f32x4.splat(0)
  let x: v128
  let y: v128
  let s: v128
  while (a < turns) {
    x = v128.load(b)
    y = v128.load(b, 16)
    s = v128.load32_splat(a)
    c0 = f32x4.add(c0, f32x4.mul(s, x))
    c1 = f32x4.add(c1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 4)
    d0 = f32x4.add(d0, f32x4.mul(s, x))
    d1 = f32x4.add(d1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 8)
    e0 = f32x4.add(e0, f32x4.mul(s, x))
    e1 = f32x4.add(e1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 12)
    f0 = f32x4.add(f0, f32x4.mul(s, x))
    f1 = f32x4.add(f1, f32x4.mul(s, y))
    x = v128.load(b, 32)
    y = v128.load(b, 48)
    s = v128.load32_splat(a, 16)
    c0 = f32x4.add(c0, f32x4.mul(s, x))
    c1 = f32x4.add(c1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 20)
    d0 = f32x4.add(d0, f32x4.mul(s, x))
    d1 = f32x4.add(d1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 24)
    e0 = f32x4.add(e0, f32x4.mul(s, x))
    e1 = f32x4.add(e1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 28)
    f0 = f32x4.add(f0, f32x4.mul(s, x))
    f1 = f32x4.add(f1, f32x4.mul(s, y))
    x = v128.load(b, 64)
    y = v128.load(b, 80)
    s = v128.load32_splat(a, 32)
    c0 = f32x4.add(c0, f32x4.mul(s, x))
    c1 = f32x4.add(c1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 36)
    d0 = f32x4.add(d0, f32x4.mul(s, x))
    d1 = f32x4.add(d1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 40)
    e0 = f32x4.add(e0, f32x4.mul(s, x))
    e1 = f32x4.add(e1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 44)
    f0 = f32x4.add(f0, f32x4.mul(s, x))
    f1 = f32x4.add(f1, f32x4.mul(s, y))
    x = v128.load(b, 96)
    y = v128.load(b, 112)
    s = v128.load32_splat(a, 48)
    c0 = f32x4.add(c0, f32x4.mul(s, x))
    c1 = f32x4.add(c1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 52)
    d0 = f32x4.add(d0, f32x4.mul(s, x))
    d1 = f32x4.add(d1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 56)
    e0 = f32x4.add(e0, f32x4.mul(s, x))
    e1 = f32x4.add(e1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 60)
    f0 = f32x4.add(f0, f32x4.mul(s, x))
    f1 = f32x4.add(f1, f32x4.mul(s, y))
    a += 64
    b += 128
  }
  while (a < end) {
    x = v128.load(b)
    y = v128.load(b, 16)
    s = v128.load32_splat(a)
    c0 = f32x4.add(c0, f32x4.mul(s, x))
    c1 = f32x4.add(c1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 4)
    d0 = f32x4.add(d0, f32x4.mul(s, x))
    d1 = f32x4.add(d1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 8)
    e0 = f32x4.add(e0, f32x4.mul(s, x))
    e1 = f32x4.add(e1, f32x4.mul(s, y))
    s = v128.load32_splat(a, 12)
    f0 = f32x4.add(f0, f32x4.mul(s, x))
    f1 = f32x4.add(f1, f32x4.mul(s, y))
    a += 16
    b += 32
  }
  x = v128.load(halves)
  y = v128.load(halves, 16)
  c0 = f32x4.max(f32x4.sub(c0, x), f32x4.sub(c1, y))
  d0 = f32x4.max(f32x4.sub(d0, x), f32x4.sub(d1, y))
  e0 = f32x4.max(f32x4.sub(e0, x), f32x4.sub(e1, y))
  f0 = f32x4.max(f32x4.sub(f0, x), f32x4.sub(f1, y))
  const cd = f32x4.max(v128.shuffle<f32>(c0, d0, 0, 4, 1, 5), v128.shuffle<f32>(c0, d0, 2, 6, 3, 7))
  const ef = f32x4.max(v128.shuffle<f32>(e0, f0, 0, 4, 1, 5), v128.shuffle<f32>(e0, f0, 2, 6, 3, 7))
  const low = v128.shuffle<f64>(cd, ef, 0, 2)
  const high = v128.shuffle<f64>(cd, ef, 1, 3)
  v128.store(out, f32x4.max(low, high))
  return b
}
