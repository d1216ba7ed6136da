import { twoFrames } from './cut'

/**
 * Adds the power of segments of a pair of rows, two segments as one complex signal, so that
 * |Z|² of the frequencies k and -k is twice the sum of both.
 *
 * @param pair the first sample of the first segment; 16 bytes a sample
 * @param count segments
 * @param step samples from a segment to the next
 * @param taper shape [N] of f64
 * @param work room for N complex pairs
 * @param power shape [N] of pairs, in the order of `transform`; is added to
 * @param plan as in `transform`
 */
export function addPower(
  pair: usize,
  count: i32,
  step: i32,
  length: i32,
  taper: usize,
  work: usize,
  power: usize,
  plan: usize,
): void {
  for (let s = 0; s < count; s += 2) {
    twoFrames(pair, step, length, taper, s + 1 < count ? taper : 0, true, work, plan)
    add(work, length, power)
    pair += <usize>step << 5
  }
}

function add(x: usize, length: i32, power: usize): void {
  for (let i = 0; i < length; i++) {
    const re = v128.load(x)
    const im = v128.load(x, 16)
    const both = f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im))
    v128.store(power, f64x2.add(v128.load(power), both))
    x += 32
    power += 16
  }
}
