import { scratch } from './scratch'

/** Four sums, on their way from `fourRows`. */
const SUMS: usize = 2304

/**
 * Multiplies a symmetric matrix by a vector: y = a · x.
 *
 * @param a shape [n, n], rows `step` bytes apart; only the upper triangle is read, and only once
 * @param x shape [n]
 * @param y shape [n]
 */
export function symmetricTimes(a: usize, step: usize, n: i32, x: usize, y: usize): void {
  const sums = scratch + SUMS
  memory.fill(y, 0, (<usize>n) << 3)
  let i = 0
  for (; i + 3 < n; i += 4) {
    corner(a, step, 4, x, y)
    fourRows(a + 32, step, n - i - 4, x, y)
    for (let r: usize = 0; r < 32; r += 8) f64.store(y + r, f64.load(y + r) + f64.load(sums + r))
    a += (step << 2) + 32
    x += 32
    y += 32
  }
  corner(a, step, n - i, x, y)
}

/** The few rows and columns at the diagonal. */
function corner(a: usize, step: usize, n: i32, x: usize, y: usize): void {
  for (let i = 0; i < n; i++) {
    const row = a + <usize>i * step
    const xi = f64.load(x + (i << 3))
    let sum = f64.load(row + (i << 3)) * xi
    for (let j = i + 1; j < n; j++) {
      const value = f64.load(row + (j << 3))
      sum += value * f64.load(x + (j << 3))
      f64.store(y + (j << 3), f64.load(y + (j << 3)) + value * xi)
    }
    f64.store(y + (i << 3), f64.load(y + (i << 3)) + sum)
  }
}

/** What is right of the diagonal in four rows: their sums go to `SUMS`, what mirrors them to y. */
function fourRows(a: usize, step: usize, n: i32, x: usize, y: usize): void {
  const sums = scratch + SUMS
  const b = step
  const c = step << 1
  const d = c + step
  const xa = v128.load64_splat(x)
  const xb = v128.load64_splat(x, 8)
  const xc = v128.load64_splat(x, 16)
  const xd = v128.load64_splat(x, 24)
  let sa = f64x2.splat(0)
  let sb = f64x2.splat(0)
  let sc = f64x2.splat(0)
  let sd = f64x2.splat(0)
  x += 32
  y += 32
  const turns = a + (((<usize>n) >> 2) << 5)
  while (a < turns) {
    sa = f64x2.add(sa, f64x2.mul(v128.load(a), v128.load(x)))
    sb = f64x2.add(sb, f64x2.mul(v128.load(a + b), v128.load(x)))
    let t = f64x2.add(f64x2.mul(v128.load(a), xa), f64x2.mul(v128.load(a + b), xb))
    sc = f64x2.add(sc, f64x2.mul(v128.load(a + c), v128.load(x)))
    sd = f64x2.add(sd, f64x2.mul(v128.load(a + d), v128.load(x)))
    let u = f64x2.add(f64x2.mul(v128.load(a + c), xc), f64x2.mul(v128.load(a + d), xd))
    v128.store(y, f64x2.add(v128.load(y), f64x2.add(t, u)))
    sa = f64x2.add(sa, f64x2.mul(v128.load(a, 16), v128.load(x, 16)))
    sb = f64x2.add(sb, f64x2.mul(v128.load(a + b, 16), v128.load(x, 16)))
    t = f64x2.add(f64x2.mul(v128.load(a, 16), xa), f64x2.mul(v128.load(a + b, 16), xb))
    sc = f64x2.add(sc, f64x2.mul(v128.load(a + c, 16), v128.load(x, 16)))
    sd = f64x2.add(sd, f64x2.mul(v128.load(a + d, 16), v128.load(x, 16)))
    u = f64x2.add(f64x2.mul(v128.load(a + c, 16), xc), f64x2.mul(v128.load(a + d, 16), xd))
    v128.store(y, f64x2.add(v128.load(y, 16), f64x2.add(t, u)), 16)
    a += 32
    x += 32
    y += 32
  }
  v128.store(sums, f64x2.add(i64x2.shuffle(sa, sb, 0, 2), i64x2.shuffle(sa, sb, 1, 3)))
  v128.store(sums, f64x2.add(i64x2.shuffle(sc, sd, 0, 2), i64x2.shuffle(sc, sd, 1, 3)), 16)
  for (let k = n & ~3; k < n; k++) {
    const xk = f64.load(x)
    const va = f64.load(a)
    const vb = f64.load(a + b)
    const vc = f64.load(a + c)
    const vd = f64.load(a + d)
    f64.store(sums, f64.load(sums) + va * xk)
    f64.store(sums, f64.load(sums, 8) + vb * xk, 8)
    f64.store(sums, f64.load(sums, 16) + vc * xk, 16)
    f64.store(sums, f64.load(sums, 24) + vd * xk, 24)
    const left = va * f64x2.extract_lane(xa, 0) + vb * f64x2.extract_lane(xb, 0)
    const right = vc * f64x2.extract_lane(xc, 0) + vd * f64x2.extract_lane(xd, 0)
    f64.store(y, f64.load(y) + (left + right))
    a += 8
    x += 8
    y += 8
  }
}
