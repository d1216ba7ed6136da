/**
 * Writes rows as columns: column k of `out` is row order[k] of x.
 *
 * @param x shape [n, n], rows `step` bytes apart
 * @param order shape [n] of i32
 * @param out shape [n, n]
 */
export function turnRows(x: usize, step: usize, n: i32, order: usize, out: usize): void {
  const size = (<usize>n) << 3
  let k = 0
  for (; k + 3 < n; k += 4) {
    const a = x + <usize>load<i32>(order) * step
    const b = x + <usize>load<i32>(order, 4) * step
    const c = x + <usize>load<i32>(order, 8) * step
    const d = x + <usize>load<i32>(order, 12) * step
    turnFour(a, b, c, d, n, out + (k << 3), size)
    order += 16
  }
  for (; k < n; k++) {
    const row = x + <usize>load<i32>(order) * step
    for (let i = 0; i < n; i++) {
      f64.store(out + <usize>i * size + (k << 3), f64.load(row + (i << 3)))
    }
    order += 4
  }
}

function turnFour(a: usize, b: usize, c: usize, d: usize, n: i32, to: usize, size: usize): void {
  const end = a + (((<usize>n) >> 1) << 4)
  for (; a < end; a += 16) {
    const w = v128.load(a)
    const x = v128.load(b)
    const y = v128.load(c)
    const z = v128.load(d)
    v128.store(to, i64x2.shuffle(w, x, 0, 2))
    v128.store(to, i64x2.shuffle(y, z, 0, 2), 16)
    to += size
    v128.store(to, i64x2.shuffle(w, x, 1, 3))
    v128.store(to, i64x2.shuffle(y, z, 1, 3), 16)
    to += size
    b += 16
    c += 16
    d += 16
  }
  if (n & 1) {
    f64.store(to, f64.load(a))
    f64.store(to, f64.load(b), 8)
    f64.store(to, f64.load(c), 16)
    f64.store(to, f64.load(d), 24)
  }
}
