import { putTimes } from './put-times'

/** As `split4`, radix 2. */
export function split2(x: usize, n: i32, groups: i32, twiddles: usize): void {
  const gap = <usize>n << 4
  for (let g = 0; g < groups; g++) {
    let w = twiddles
    const end = x + gap
    while (x < end) {
      const ar = v128.load(x)
      const ai = v128.load(x, 16)
      const br = v128.load(x + gap)
      const bi = v128.load(x + gap, 16)
      v128.store(x, f64x2.add(ar, br))
      v128.store(x, f64x2.add(ai, bi), 16)
      putTimes(x + gap, f64x2.sub(ar, br), f64x2.sub(ai, bi), w)
      x += 32
      w += 16
    }
    x += gap
  }
}

/** As `split4`, radix 3. */
export function split3(x: usize, n: i32, groups: i32, twiddles: usize): void {
  const gap = (<usize>n / 3) << 5
  const half = f64x2.splat(0.5)
  const sin60 = f64x2.splat(0.8660254037844386)
  for (let g = 0; g < groups; g++) {
    let w = twiddles
    const end = x + gap
    while (x < end) {
      const x1 = x + gap
      const x2 = x1 + gap
      const br = v128.load(x1)
      const bi = v128.load(x1, 16)
      const cr = v128.load(x2)
      const ci = v128.load(x2, 16)
      const sr = f64x2.add(br, cr)
      const si = f64x2.add(bi, ci)
      const tr = f64x2.mul(sin60, f64x2.sub(bi, ci))
      const ti = f64x2.mul(sin60, f64x2.sub(cr, br))
      const ar = v128.load(x)
      const ai = v128.load(x, 16)
      const ur = f64x2.sub(ar, f64x2.mul(half, sr))
      const ui = f64x2.sub(ai, f64x2.mul(half, si))
      v128.store(x, f64x2.add(ar, sr))
      v128.store(x, f64x2.add(ai, si), 16)
      putTimes(x1, f64x2.add(ur, tr), f64x2.add(ui, ti), w)
      putTimes(x2, f64x2.sub(ur, tr), f64x2.sub(ui, ti), w + 16)
      x += 32
      w += 32
    }
    x += 2 * gap
  }
}

/** As `split4`, radix 5. */
export function split5(x: usize, n: i32, groups: i32, twiddles: usize): void {
  const gap = (<usize>n / 5) << 5
  if (n === 5) {
    for (const end = x + <usize>groups * 160; x < end; x += 160) butterfly5(x, 32, 0, false)
    return
  }
  for (let g = 0; g < groups; g++) {
    let w = twiddles
    for (const end = x + gap; x < end; x += 32) {
      butterfly5(x, gap, w, true)
      w += 64
    }
    x += 4 * gap
  }
}

/** Five numbers, `gap` bytes apart; in a last pass they are not `turned` by twiddles, which are 1. */
@inline
function butterfly5(x: usize, gap: usize, w: usize, turned: bool): void {
  const cos72 = f64x2.splat(0.30901699437494745)
  const cos144 = f64x2.splat(-0.8090169943749475)
  const sin72 = f64x2.splat(0.9510565162951535)
  const sin144 = f64x2.splat(0.5877852522924731)
  const x1 = x + gap
  const x2 = x1 + gap
  const x3 = x2 + gap
  const x4 = x3 + gap
  const ar = f64x2.add(v128.load(x1), v128.load(x4))
  const ai = f64x2.add(v128.load(x1, 16), v128.load(x4, 16))
  const br = f64x2.add(v128.load(x2), v128.load(x3))
  const bi = f64x2.add(v128.load(x2, 16), v128.load(x3, 16))
  const cr = f64x2.sub(v128.load(x1, 16), v128.load(x4, 16))
  const ci = f64x2.sub(v128.load(x4), v128.load(x1))
  const dr = f64x2.sub(v128.load(x2, 16), v128.load(x3, 16))
  const di = f64x2.sub(v128.load(x3), v128.load(x2))
  const or = v128.load(x)
  const oi = v128.load(x, 16)
  v128.store(x, f64x2.add(or, f64x2.add(ar, br)))
  v128.store(x, f64x2.add(oi, f64x2.add(ai, bi)), 16)
  const ur = f64x2.add(or, f64x2.add(f64x2.mul(cos72, ar), f64x2.mul(cos144, br)))
  const ui = f64x2.add(oi, f64x2.add(f64x2.mul(cos72, ai), f64x2.mul(cos144, bi)))
  const er = f64x2.add(f64x2.mul(sin72, cr), f64x2.mul(sin144, dr))
  const ei = f64x2.add(f64x2.mul(sin72, ci), f64x2.mul(sin144, di))
  put(x1, f64x2.add(ur, er), f64x2.add(ui, ei), w, turned)
  put(x4, f64x2.sub(ur, er), f64x2.sub(ui, ei), w + 48, turned)
  const vr = f64x2.add(or, f64x2.add(f64x2.mul(cos144, ar), f64x2.mul(cos72, br)))
  const vi = f64x2.add(oi, f64x2.add(f64x2.mul(cos144, ai), f64x2.mul(cos72, bi)))
  const fr = f64x2.sub(f64x2.mul(sin144, cr), f64x2.mul(sin72, dr))
  const fi = f64x2.sub(f64x2.mul(sin144, ci), f64x2.mul(sin72, di))
  put(x2, f64x2.add(vr, fr), f64x2.add(vi, fi), w + 16, turned)
  put(x3, f64x2.sub(vr, fr), f64x2.sub(vi, fi), w + 32, turned)
}

@inline
function put(to: usize, re: v128, im: v128, w: usize, turned: bool): void {
  if (turned) {
    putTimes(to, re, im, w)
  } else {
    v128.store(to, re)
    v128.store(to, im, 16)
  }
}

/**
 * As `split4`, any radix, by its definition.
 *
 * @param roots exp(-2 pi i m / radix), shape [radix, 2]; behind them, room for `radix` pairs of
 *   complex numbers
 */
export function splitOdd(
  x: usize,
  n: i32,
  groups: i32,
  twiddles: usize,
  radix: i32,
  roots: usize,
): void {
  const gap = (<usize>(n / radix)) << 5
  const taken = roots + (<usize>radix << 4)
  for (let g = 0; g < groups; g++) {
    let w = twiddles
    const end = x + gap
    while (x < end) {
      for (let j = 0; j < radix; j++) {
        v128.store(taken + (j << 5), v128.load(x + <usize>j * gap))
        v128.store(taken + (j << 5), v128.load(x + <usize>j * gap, 16), 16)
      }
      for (let k = 0; k < radix; k++) {
        let re = v128.load(taken)
        let im = v128.load(taken, 16)
        for (let j = 1, at = k; j < radix; j++) {
          const rr = v128.load64_splat(roots + (at << 4))
          const ri = v128.load64_splat(roots + (at << 4), 8)
          const br = v128.load(taken + (j << 5))
          const bi = v128.load(taken + (j << 5), 16)
          re = f64x2.add(re, f64x2.sub(f64x2.mul(br, rr), f64x2.mul(bi, ri)))
          im = f64x2.add(im, f64x2.add(f64x2.mul(br, ri), f64x2.mul(bi, rr)))
          at += k
          if (at >= radix) at -= radix
        }
        if (k === 0) {
          v128.store(x, re)
          v128.store(x, im, 16)
        } else {
          putTimes(x + <usize>k * gap, re, im, w)
          w += 16
        }
      }
      x += 32
    }
    x += <usize>(radix - 1) * gap
  }
}
