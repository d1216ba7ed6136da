/** Adds a multiple of one row to another, shape [n] each: y += by · x. */
export function addRow(by: f64, x: usize, y: usize, n: i32): void {
  const s = f64x2.splat(by)
  const end = x + (((<usize>n) >> 1) << 4)
  const turns = x + (((<usize>n) >> 3) << 6)
  for (; x < turns; x += 64) {
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(s, v128.load(x))))
    v128.store(y, f64x2.add(v128.load(y, 16), f64x2.mul(s, v128.load(x, 16))), 16)
    v128.store(y, f64x2.add(v128.load(y, 32), f64x2.mul(s, v128.load(x, 32))), 32)
    v128.store(y, f64x2.add(v128.load(y, 48), f64x2.mul(s, v128.load(x, 48))), 48)
    y += 64
  }
  for (; x < end; x += 16) {
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(s, v128.load(x))))
    y += 16
  }
  if (n & 1) f64.store(y, f64.load(y) + by * f64.load(x))
}

/** The inner product of two rows, shape [n] each. */
export function inner(x: usize, y: usize, n: i32): f64 {
  let s = f64x2.splat(0)
  let t = f64x2.splat(0)
  let u = f64x2.splat(0)
  let v = f64x2.splat(0)
  const turns = x + (((<usize>n) >> 3) << 6)
  const end = x + (((<usize>n) >> 1) << 4)
  for (; x < turns; x += 64) {
    s = f64x2.add(s, f64x2.mul(v128.load(x), v128.load(y)))
    t = f64x2.add(t, f64x2.mul(v128.load(x, 16), v128.load(y, 16)))
    u = f64x2.add(u, f64x2.mul(v128.load(x, 32), v128.load(y, 32)))
    v = f64x2.add(v, f64x2.mul(v128.load(x, 48), v128.load(y, 48)))
    y += 64
  }
  for (; x < end; x += 16) {
    s = f64x2.add(s, f64x2.mul(v128.load(x), v128.load(y)))
    y += 16
  }
  s = f64x2.add(f64x2.add(s, t), f64x2.add(u, v))
  let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1)
  if (n & 1) sum += f64.load(x) * f64.load(y)
  return sum
}

/** Multiplies a row by a number, shape [n]. */
export function scaleRow(by: f64, x: usize, n: i32): void {
  const s = f64x2.splat(by)
  const end = x + (((<usize>n) >> 1) << 4)
  for (; x < end; x += 16) v128.store(x, f64x2.mul(s, v128.load(x)))
  if (n & 1) f64.store(x, f64.load(x) * by)
}

/** Exchanges two rows, shape [n] each. */
export function swapRows(x: usize, y: usize, n: i32): void {
  const end = x + (((<usize>n) >> 1) << 4)
  for (; x < end; x += 16) {
    const held = v128.load(x)
    v128.store(x, v128.load(y))
    v128.store(y, held)
    y += 16
  }
  if (n & 1) {
    const held = f64.load(x)
    f64.store(x, f64.load(y))
    f64.store(y, held)
  }
}

/** Rotates two rows, shape [n] each: x, y = c · x + s · y, c · y - s · x. */
export function rotateRows(x: usize, y: usize, n: i32, c: f64, s: f64): void {
  const cc = f64x2.splat(c)
  const ss = f64x2.splat(s)
  const end = x + (((<usize>n) >> 1) << 4)
  for (; x < end; x += 16) {
    const a = v128.load(x)
    const b = v128.load(y)
    v128.store(x, f64x2.add(f64x2.mul(cc, a), f64x2.mul(ss, b)))
    v128.store(y, f64x2.sub(f64x2.mul(cc, b), f64x2.mul(ss, a)))
    y += 16
  }
  if (n & 1) {
    const a = f64.load(x)
    const b = f64.load(y)
    f64.store(x, c * a + s * b)
    f64.store(y, c * b - s * a)
  }
}
