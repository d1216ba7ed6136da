import { putTimes } from './put-times'

/**
 * One pass of a transform in place, radix 4: `groups` runs of `n` complex numbers one after the
 * other, each split into quarters that hold the frequencies k, k + 4, k + 8 ...
 *
 * @param x pairs: real and imaginary part of each number, 16 bytes each, of either row
 * @param twiddles exp(-2 pi i j k / n) for k from 1 to 3, shape [n / 4, 3, 2] of f64
 */
export function split4(x: usize, n: i32, groups: i32, twiddles: usize): void {
  const gap = <usize>n << 3
  for (let g = 0; g < groups; g++) {
    let w = twiddles
    const end = x + gap
    while (x < end) {
      const x1 = x + gap
      const x2 = x1 + gap
      const x3 = x2 + gap
      const ar = v128.load(x)
      const ai = v128.load(x, 16)
      const cr = v128.load(x2)
      const ci = v128.load(x2, 16)
      const br = v128.load(x1)
      const bi = v128.load(x1, 16)
      const dr = v128.load(x3)
      const di = v128.load(x3, 16)
      putFour(x, gap, ar, ai, br, bi, cr, ci, dr, di, w)
      x += 32
      w += 48
    }
    x += 3 * gap
  }
}

/**
 * Stores the four sums of four complex pairs, `gap` bytes apart, all but the first times its
 * twiddle.
 */
@inline
export function putFour(
  to: usize,
  gap: usize,
  ar: v128,
  ai: v128,
  br: v128,
  bi: v128,
  cr: v128,
  ci: v128,
  dr: v128,
  di: v128,
  w: usize,
): void {
  const sr = f64x2.add(ar, cr)
  const si = f64x2.add(ai, ci)
  const tr = f64x2.sub(ar, cr)
  const ti = f64x2.sub(ai, ci)
  const ur = f64x2.add(br, dr)
  const ui = f64x2.add(bi, di)
  const vr = f64x2.sub(bi, di)
  const vi = f64x2.sub(dr, br)
  v128.store(to, f64x2.add(sr, ur))
  v128.store(to, f64x2.add(si, ui), 16)
  putTimes(to + gap, f64x2.add(tr, vr), f64x2.add(ti, vi), w)
  putTimes(to + 2 * gap, f64x2.sub(sr, ur), f64x2.sub(si, ui), w + 16)
  putTimes(to + 3 * gap, f64x2.sub(tr, vr), f64x2.sub(ti, vi), w + 32)
}

/** Undoes `split4`, but for a factor 4. */
export function join4(x: usize, n: i32, groups: i32, twiddles: usize): void {
  const gap = <usize>n << 3
  for (let g = 0; g < groups; g++) {
    let w = twiddles
    const end = x + gap
    while (x < end) {
      const x1 = x + gap
      const x2 = x1 + gap
      const x3 = x2 + gap
      const wr2 = v128.load64_splat(w, 16)
      const wi2 = v128.load64_splat(w, 24)
      const yr2 = v128.load(x2)
      const yi2 = v128.load(x2, 16)
      const cr = f64x2.add(f64x2.mul(yr2, wr2), f64x2.mul(yi2, wi2))
      const ci = f64x2.sub(f64x2.mul(yi2, wr2), f64x2.mul(yr2, wi2))
      const ar = v128.load(x)
      const ai = v128.load(x, 16)
      const sr = f64x2.add(ar, cr)
      const si = f64x2.add(ai, ci)
      const tr = f64x2.sub(ar, cr)
      const ti = f64x2.sub(ai, ci)
      const wr1 = v128.load64_splat(w)
      const wi1 = v128.load64_splat(w, 8)
      const yr1 = v128.load(x1)
      const yi1 = v128.load(x1, 16)
      const br = f64x2.add(f64x2.mul(yr1, wr1), f64x2.mul(yi1, wi1))
      const bi = f64x2.sub(f64x2.mul(yi1, wr1), f64x2.mul(yr1, wi1))
      const wr3 = v128.load64_splat(w, 32)
      const wi3 = v128.load64_splat(w, 40)
      const yr3 = v128.load(x3)
      const yi3 = v128.load(x3, 16)
      const dr = f64x2.add(f64x2.mul(yr3, wr3), f64x2.mul(yi3, wi3))
      const di = f64x2.sub(f64x2.mul(yi3, wr3), f64x2.mul(yr3, wi3))
      const ur = f64x2.add(br, dr)
      const ui = f64x2.add(bi, di)
      const vr = f64x2.sub(br, dr)
      const vi = f64x2.sub(bi, di)
      v128.store(x, f64x2.add(sr, ur))
      v128.store(x, f64x2.add(si, ui), 16)
      v128.store(x2, f64x2.sub(sr, ur))
      v128.store(x2, f64x2.sub(si, ui), 16)
      v128.store(x1, f64x2.sub(tr, vi))
      v128.store(x1, f64x2.add(ti, vr), 16)
      v128.store(x3, f64x2.add(tr, vi))
      v128.store(x3, f64x2.sub(ti, vr), 16)
      x += 32
      w += 48
    }
    x += 3 * gap
  }
}
