import { rounded } from './rounded'

/**
 * Between these a power is an f32 of full precision; its root in f32 is that of the f64 but for the
 * last digit.
 */
const LEAST: f32 = 1e-36
const MOST: f32 = 1e38

/**
 * Takes the spectra of two frames apart and writes their powers, or magnitudes, as f32.
 *
 * @param places where `transform` left each frequency, shape [N] of u32
 * @param bins frequencies that are kept, from 0 on
 * @param a the first frame of the first row, `b` that of the second; the second frames follow
 */
export function partFrames(
  work: usize,
  length: i32,
  places: usize,
  bins: i32,
  a: usize,
  b: usize,
  rooted: bool,
): void {
  const quarter = f64x2.splat(0.25)
  const next = <usize>bins << 2
  for (let k = 0; k < bins; k++) {
    const mirror = k === 0 ? 0 : length - k
    const p = work + (<usize>load<u32>(places + (k << 2)) << 5)
    const q = work + (<usize>load<u32>(places + (mirror << 2)) << 5)
    const pr = v128.load(p)
    const pi = v128.load(p, 16)
    const qr = v128.load(q)
    const qi = v128.load(q, 16)
    const ar = f64x2.add(pr, qr)
    const ai = f64x2.sub(pi, qi)
    const br = f64x2.add(pi, qi)
    const bi = f64x2.sub(qr, pr)
    const one = f64x2.mul(quarter, f64x2.add(f64x2.mul(ar, ar), f64x2.mul(ai, ai)))
    const two = f64x2.mul(quarter, f64x2.add(f64x2.mul(br, br), f64x2.mul(bi, bi)))
    let four = rounded(one, two)
    if (rooted) {
      const isLarge = f32x4.gt(four, f32x4.splat(LEAST))
      const isUsual = v128.and(isLarge, f32x4.lt(four, f32x4.splat(MOST)))
      four = f32x4.sqrt(four)
      if (!i32x4.all_true(isUsual)) {
        four = v128.bitselect(four, rounded(f64x2.sqrt(one), f64x2.sqrt(two)), isUsual)
      }
    }
    v128.store_lane<f32>(a, four, 0)
    v128.store_lane<f32>(b, four, 1)
    v128.store_lane<f32>(a + next, four, 2)
    v128.store_lane<f32>(b + next, four, 3)
    a += 4
    b += 4
  }
}

/**
 * Takes the spectra of two frames apart and writes them as complex f64.
 *
 * @param from first frequency that is kept, `bins` of them
 * @param a the first frame of the first row, `b` that of the second; the second frames follow
 */
export function partSpectra(
  work: usize,
  length: i32,
  places: usize,
  from: i32,
  bins: i32,
  a: usize,
  b: usize,
): void {
  const half = f64x2.splat(0.5)
  const next = <usize>bins << 4
  for (let k = from; k < from + bins; k++) {
    const mirror = k === 0 ? 0 : length - k
    const p = work + (<usize>load<u32>(places + (k << 2)) << 5)
    const q = work + (<usize>load<u32>(places + (mirror << 2)) << 5)
    const pr = v128.load(p)
    const pi = v128.load(p, 16)
    const qr = v128.load(q)
    const qi = v128.load(q, 16)
    const ar = f64x2.mul(half, f64x2.add(pr, qr))
    const ai = f64x2.mul(half, f64x2.sub(pi, qi))
    const br = f64x2.mul(half, f64x2.add(pi, qi))
    const bi = f64x2.mul(half, f64x2.sub(qr, pr))
    v128.store(a, v128.shuffle<f64>(ar, ai, 0, 2))
    v128.store(b, v128.shuffle<f64>(ar, ai, 1, 3))
    v128.store(a + next, v128.shuffle<f64>(br, bi, 0, 2))
    v128.store(b + next, v128.shuffle<f64>(br, bi, 1, 3))
    a += 16
    b += 16
  }
}
