import { addRow, inner } from './vector'

/**
 * Multiplies rows by a vector: out[r] = row r · x.
 *
 * @param rows shape [m, n], `step` bytes apart
 * @param x shape [n]
 * @param out shape [m]
 */
export function rowsTimes(rows: usize, step: usize, m: i32, x: usize, n: i32, out: usize): void {
  let r = 0
  for (; r + 3 < m; r += 4) {
    fourTimes(rows, step, x, n, out)
    rows += step << 2
    out += 32
  }
  for (; r < m; r++) {
    f64.store(out, inner(rows, x, n))
    rows += step
    out += 8
  }
}

function fourTimes(a: usize, step: usize, x: usize, n: i32, out: usize): void {
  const b = step
  const c = step << 1
  const d = c + step
  let s = f64x2.splat(0)
  let t = f64x2.splat(0)
  let u = f64x2.splat(0)
  let v = f64x2.splat(0)
  const turns = a + (((<usize>n) >> 2) << 5)
  for (; a < turns; a += 32) {
    const y = v128.load(x)
    const z = v128.load(x, 16)
    s = f64x2.add(f64x2.add(s, f64x2.mul(v128.load(a), y)), f64x2.mul(v128.load(a, 16), z))
    t = f64x2.add(f64x2.add(t, f64x2.mul(v128.load(a + b), y)), f64x2.mul(v128.load(a + b, 16), z))
    u = f64x2.add(f64x2.add(u, f64x2.mul(v128.load(a + c), y)), f64x2.mul(v128.load(a + c, 16), z))
    v = f64x2.add(f64x2.add(v, f64x2.mul(v128.load(a + d), y)), f64x2.mul(v128.load(a + d, 16), z))
    x += 32
  }
  v128.store(out, f64x2.add(i64x2.shuffle(s, t, 0, 2), i64x2.shuffle(s, t, 1, 3)))
  v128.store(out, f64x2.add(i64x2.shuffle(u, v, 0, 2), i64x2.shuffle(u, v, 1, 3)), 16)
  for (let k = n & ~3; k < n; k++) {
    const y = f64.load(x)
    f64.store(out, f64.load(out) + f64.load(a) * y)
    f64.store(out, f64.load(out, 8) + f64.load(a + b) * y, 8)
    f64.store(out, f64.load(out, 16) + f64.load(a + c) * y, 16)
    f64.store(out, f64.load(out, 24) + f64.load(a + d) * y, 24)
    a += 8
    x += 8
  }
}

/**
 * Takes multiples of rows from a vector: y -= the sum of by[r] · row r.
 *
 * @param rows shape [m, n], `step` bytes apart
 * @param by shape [m]
 * @param y shape [n]
 */
export function takeRows(rows: usize, step: usize, m: i32, by: usize, y: usize, n: i32): void {
  let r = 0
  for (; r + 3 < m; r += 4) {
    takeFour(rows, step, by, y, n)
    rows += step << 2
    by += 32
  }
  for (; r < m; r++) {
    addRow(-f64.load(by), rows, y, n)
    rows += step
    by += 8
  }
}

function takeFour(a: usize, step: usize, by: usize, y: usize, n: i32): void {
  const b = step
  const c = step << 1
  const d = c + step
  const s = v128.load64_splat(by)
  const t = v128.load64_splat(by, 8)
  const u = v128.load64_splat(by, 16)
  const v = v128.load64_splat(by, 24)
  const turns = a + (((<usize>n) >> 2) << 5)
  for (; a < turns; a += 32) {
    const p = f64x2.add(f64x2.mul(v128.load(a), s), f64x2.mul(v128.load(a + b), t))
    const q = f64x2.add(f64x2.mul(v128.load(a + c), u), f64x2.mul(v128.load(a + d), v))
    v128.store(y, f64x2.sub(v128.load(y), f64x2.add(p, q)))
    const e = f64x2.add(f64x2.mul(v128.load(a, 16), s), f64x2.mul(v128.load(a + b, 16), t))
    const f = f64x2.add(f64x2.mul(v128.load(a + c, 16), u), f64x2.mul(v128.load(a + d, 16), v))
    v128.store(y, f64x2.sub(v128.load(y, 16), f64x2.add(e, f)), 16)
    y += 32
  }
  for (let k = n & ~3; k < n; k++) {
    const p = f64.load(a) * f64.load(by) + f64.load(a + b) * f64.load(by, 8)
    const q = f64.load(a + c) * f64.load(by, 16) + f64.load(a + d) * f64.load(by, 24)
    f64.store(y, f64.load(y) - (p + q))
    a += 8
    y += 8
  }
}
