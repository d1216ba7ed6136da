/**
 * Multiplies rows by a vector: z[r] = x[r] p. Rows lie one after the other, shape [R, P], with R and
 * P multiples of 4.
 */
export function scores(x: usize, rows: i32, cols: i32, p: usize, z: usize): void {
  const step = <usize>cols << 3
  for (let r = 0; r < rows; r += 4) {
    const low = pairSum(x, x + step, p, step)
    const high = pairSum(x + 2 * step, x + 3 * step, p, step)
    v128.store(z, low)
    v128.store(z, high, 16)
    x += 4 * step
    z += 32
  }
}

/** Adds up rows, each so many times: out = sum of v[r] x[r], shape [P]. */
export function sums(x: usize, rows: i32, cols: i32, v: usize, out: usize): void {
  const step = <usize>cols << 3
  memory.fill(out, 0, step)
  for (let r = 0; r < rows; r += 4) {
    addFour(x, step, out, v128.load(v), v128.load(v, 16))
    x += 4 * step
    v += 32
  }
}

/** Both in one pass over the rows: z[r] = x[r] p, and out = sum of bends[r] z[r] x[r]. */
export function curved(
  x: usize,
  rows: i32,
  cols: i32,
  p: usize,
  bends: usize,
  z: usize,
  out: usize,
): void {
  const step = <usize>cols << 3
  memory.fill(out, 0, step)
  for (let r = 0; r < rows; r += 4) {
    const low = pairSum(x, x + step, p, step)
    const high = pairSum(x + 2 * step, x + 3 * step, p, step)
    v128.store(z, low)
    v128.store(z, high, 16)
    const a = f64x2.mul(low, v128.load(bends))
    addFour(x, step, out, a, f64x2.mul(high, v128.load(bends, 16)))
    x += 4 * step
    z += 32
    bends += 32
  }
}

/** The products of two rows with p, side by side. */
@inline
function pairSum(a: usize, b: usize, p: usize, step: usize): v128 {
  let a0 = f64x2.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  const end = p + step
  while (p < end) {
    const p0 = v128.load(p)
    const p1 = v128.load(p, 16)
    a0 = f64x2.add(a0, f64x2.mul(v128.load(a), p0))
    a1 = f64x2.add(a1, f64x2.mul(v128.load(a, 16), p1))
    b0 = f64x2.add(b0, f64x2.mul(v128.load(b), p0))
    b1 = f64x2.add(b1, f64x2.mul(v128.load(b, 16), p1))
    a += 32
    b += 32
    p += 32
  }
  const s = f64x2.add(a0, a1)
  const t = f64x2.add(b0, b1)
  return f64x2.add(v128.shuffle<f64>(s, t, 0, 2), v128.shuffle<f64>(s, t, 1, 3))
}

/** Adds four rows to out, times the four numbers of `low` and `high`. */
@inline
function addFour(x: usize, step: usize, out: usize, low: v128, high: v128): void {
  const t0 = v128.shuffle<f64>(low, low, 0, 0)
  const t1 = v128.shuffle<f64>(low, low, 1, 1)
  const t2 = v128.shuffle<f64>(high, high, 0, 0)
  const t3 = v128.shuffle<f64>(high, high, 1, 1)
  const end = out + step
  while (out < end) {
    const a = f64x2.mul(v128.load(x), t0)
    const b = f64x2.mul(v128.load(x + step), t1)
    const c = f64x2.mul(v128.load(x + 2 * step), t2)
    const d = f64x2.mul(v128.load(x + 3 * step), t3)
    v128.store(out, f64x2.add(v128.load(out), f64x2.add(f64x2.add(a, b), f64x2.add(c, d))))
    x += 16
    out += 16
  }
}
