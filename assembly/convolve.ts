import { join4, split4 } from './quarters'

/** Complex pairs that the nearest cache holds, as a power of two. */
const NEAR = 1024

/**
 * Convolves two blocks of a pair of rows with the same taps, round and round.
 *
 * The frequencies stay in the order of reversed digits, in which the gain lies too, so nothing is
 * put in order. Below NEAR numbers the passes go one after the other; above, each quarter is
 * finished before the next is begun, so that it stays in the nearest cache.
 *
 * @param panel the samples of both blocks, 16 bytes each; the second block begins `step` later
 * @param x room for `n` complex pairs: the first block becomes the real, the second the
 *   imaginary part
 * @param n a power of two, from 2
 * @param gain what each frequency is multiplied by, shape [n] of f64, in the order of reversed
 *   digits; 1 / n is in it
 * @param twiddles those of `split4` for n, n / 4, n / 16 ...
 */
export function convolveBlocks(
  panel: usize,
  step: i32,
  x: usize,
  n: i32,
  gain: usize,
  twiddles: usize,
): void {
  const ahead = <usize>step << 4
  for (let i: usize = 0; i < <usize>n; i++) {
    v128.store(x + (i << 5), v128.load(panel + (i << 4)))
    v128.store(x + (i << 5), v128.load(panel + ahead + (i << 4)), 16)
  }
  convolve(x, n, gain, twiddles)
}

/** Rounds `count` complex pairs to f32: real parts of either row, then imaginary ones. */
export function partBlocks(x: usize, count: i32, out: usize, gap: i32): void {
  for (let i = 0; i < count; i++) {
    const re = f32x4.demote_f64x2_zero(v128.load(x))
    const im = f32x4.demote_f64x2_zero(v128.load(x, 16))
    v128.store_lane<f32>(out, re, 0)
    v128.store_lane<f32>(out + gap, re, 1)
    v128.store_lane<f32>(out + 2 * gap, im, 0)
    v128.store_lane<f32>(out + 3 * gap, im, 1)
    x += 32
    out += 4
  }
}

function convolve(x: usize, n: i32, gain: usize, twiddles: usize): void {
  if (n <= NEAR) return convolveNear(x, n, gain, twiddles)
  const quarter = n >> 2
  split4(x, n, 1, twiddles)
  for (let q: usize = 0; q < 4; q++) {
    const first = q * quarter
    convolve(x + (first << 5), quarter, gain + (first << 3), twiddles + 12 * n)
  }
  join4(x, n, 1, twiddles)
}

function convolveNear(x: usize, n: i32, gain: usize, twiddles: usize): void {
  let span = n
  for (; span > 4; span >>= 2) {
    split4(x, span, n / span, twiddles)
    twiddles += 12 * span
  }
  if (span === 4) centre4(x, n >> 2, gain)
  else centre2(x, n >> 1, gain)
  for (span <<= 2; span <= n; span <<= 2) {
    twiddles -= 12 * span
    join4(x, span, n / span, twiddles)
  }
}

/** The last pass of radix 4, the gain, and the first pass back, four numbers at a time. */
function centre4(x: usize, groups: i32, gain: usize): void {
  for (let g = 0; g < groups; g++) {
    const ar = v128.load(x)
    const ai = v128.load(x, 16)
    const br = v128.load(x, 32)
    const bi = v128.load(x, 48)
    const cr = v128.load(x, 64)
    const ci = v128.load(x, 80)
    const dr = v128.load(x, 96)
    const di = v128.load(x, 112)
    const sr = f64x2.add(ar, cr)
    const si = f64x2.add(ai, ci)
    const tr = f64x2.sub(ar, cr)
    const ti = f64x2.sub(ai, ci)
    const ur = f64x2.add(br, dr)
    const ui = f64x2.add(bi, di)
    const vr = f64x2.sub(bi, di)
    const vi = f64x2.sub(dr, br)
    const g0 = v128.load64_splat(gain)
    const g1 = v128.load64_splat(gain, 8)
    const g2 = v128.load64_splat(gain, 16)
    const g3 = v128.load64_splat(gain, 24)
    const p0r = f64x2.mul(g0, f64x2.add(sr, ur))
    const p0i = f64x2.mul(g0, f64x2.add(si, ui))
    const p1r = f64x2.mul(g1, f64x2.add(tr, vr))
    const p1i = f64x2.mul(g1, f64x2.add(ti, vi))
    const p2r = f64x2.mul(g2, f64x2.sub(sr, ur))
    const p2i = f64x2.mul(g2, f64x2.sub(si, ui))
    const p3r = f64x2.mul(g3, f64x2.sub(tr, vr))
    const p3i = f64x2.mul(g3, f64x2.sub(ti, vi))
    const kr = f64x2.add(p0r, p2r)
    const ki = f64x2.add(p0i, p2i)
    const lr = f64x2.sub(p0r, p2r)
    const li = f64x2.sub(p0i, p2i)
    const mr = f64x2.add(p1r, p3r)
    const mi = f64x2.add(p1i, p3i)
    const nr = f64x2.sub(p1r, p3r)
    const ni = f64x2.sub(p1i, p3i)
    v128.store(x, f64x2.add(kr, mr))
    v128.store(x, f64x2.add(ki, mi), 16)
    v128.store(x, f64x2.sub(lr, ni), 32)
    v128.store(x, f64x2.add(li, nr), 48)
    v128.store(x, f64x2.sub(kr, mr), 64)
    v128.store(x, f64x2.sub(ki, mi), 80)
    v128.store(x, f64x2.add(lr, ni), 96)
    v128.store(x, f64x2.sub(li, nr), 112)
    x += 128
    gain += 32
  }
}

/** As `centre4`, radix 2. */
function centre2(x: usize, groups: i32, gain: usize): void {
  for (let g = 0; g < groups; g++) {
    const ar = v128.load(x)
    const ai = v128.load(x, 16)
    const br = v128.load(x, 32)
    const bi = v128.load(x, 48)
    const g0 = v128.load64_splat(gain)
    const g1 = v128.load64_splat(gain, 8)
    const sr = f64x2.mul(g0, f64x2.add(ar, br))
    const si = f64x2.mul(g0, f64x2.add(ai, bi))
    const tr = f64x2.mul(g1, f64x2.sub(ar, br))
    const ti = f64x2.mul(g1, f64x2.sub(ai, bi))
    v128.store(x, f64x2.add(sr, tr))
    v128.store(x, f64x2.add(si, ti), 16)
    v128.store(x, f64x2.sub(sr, tr), 32)
    v128.store(x, f64x2.sub(si, ti), 48)
    x += 64
    gain += 16
  }
}
