import { put, transform } from './welch'

/**
 * Transforms two frames of a pair of rows as one complex signal, in place: what it leaves is in the
 * order of `transform`.
 *
 * @param pair the first sample of the first frame; 16 bytes a sample
 * @param step samples from the first frame to the second
 * @param taper of the first frame, shape [N] of f64
 * @param other of the second; 0 when there is no second frame
 * @param centred whether frames lose their mean before the taper
 * @param work room for N complex pairs
 */
export function twoFrames(
  pair: usize,
  step: i32,
  length: i32,
  taper: usize,
  other: usize,
  centred: bool,
  work: usize,
  plan: usize,
): void {
  put(pair, length, taper, work, centred)
  if (other !== 0) put(pair + (<usize>step << 4), length, other, work + 16, centred)
  else clearOther(length, work + 16)
  transform(work, length, plan)
}

function clearOther(length: i32, work: usize): void {
  for (let i = 0; i < length; i++) {
    v128.store(work, f64x2.splat(0))
    work += 32
  }
}

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
    let one = f64x2.mul(quarter, f64x2.add(f64x2.mul(ar, ar), f64x2.mul(ai, ai)))
    let two = f64x2.mul(quarter, f64x2.add(f64x2.mul(br, br), f64x2.mul(bi, bi)))
    if (rooted) {
      one = f64x2.sqrt(one)
      two = f64x2.sqrt(two)
    }
    const first = f32x4.demote_f64x2_zero(one)
    const second = f32x4.demote_f64x2_zero(two)
    v128.store_lane<f32>(a, first, 0)
    v128.store_lane<f32>(b, first, 1)
    v128.store_lane<f32>(a + next, second, 0)
    v128.store_lane<f32>(b + next, second, 1)
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
