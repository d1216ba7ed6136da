/**
 * Sorts f32 samples into `down` runs of f64: run r holds the samples r, r + down, r + 2 down ...
 *
 * @param x the first of `down * per` samples
 * @param runs shape [down, stride] of f64, of which the first `per` of each run are written
 * @returns 0, or NaN when a sample is not finite
 */
export function splitRuns(x: usize, runs: usize, down: i32, per: i32, stride: i32): f64 {
  for (let r = 0; r < down; r++) {
    let from = x + (r << 2)
    let to = runs + ((<usize>r * stride) << 3)
    for (let q = 0; q < per; q++) {
      store<f64>(to, <f64>load<f32>(from))
      from += down << 2
      to += 8
    }
  }
  return holes(x, down * per)
}

/** 0, or NaN when one of `count` f32 is not finite. */
function holes(x: usize, count: i32): f64 {
  const zero = f32x4.splat(0)
  let sum = zero
  let other = zero
  const end = x + (<usize>(count & ~7) << 2)
  for (; x < end; x += 32) {
    sum = f32x4.add(sum, f32x4.mul(zero, v128.load(x)))
    other = f32x4.add(other, f32x4.mul(zero, v128.load(x, 16)))
  }
  let rest: f32 = 0
  for (const last = x + (<usize>(count & 7) << 2); x < last; x += 4) rest += 0 * load<f32>(x)
  sum = f32x4.add(sum, other)
  sum = f32x4.add(sum, v128.shuffle<f64>(sum, sum, 1, 0))
  return <f64>(rest + f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1))
}

/**
 * Makes the outputs of one phase: out[m] = sum over k of taps[k].weight * runs[taps[k].at + 8 m].
 *
 * Twelve at a time: with more sums the compiler of the engine runs out of registers.
 *
 * @param taps shape [count] of 16 bytes: weight f64, byte of its first sample from `runs` u32, 0
 * @param out f32, `step` bytes apart
 * @param outputs a multiple of 12
 */
export function polyPhase(
  runs: usize,
  taps: usize,
  count: i32,
  out: usize,
  step: i32,
  outputs: i32,
): void {
  const end = taps + (count << 4)
  for (let m = 0; m < outputs; m += 12) {
    let s0 = f64x2.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    let s4 = s0
    let s5 = s0
    for (let t = taps; t < end; t += 16) {
      const tap = v128.load64_splat(t)
      const x = runs + load<u32>(t, 8)
      s0 = f64x2.add(s0, f64x2.mul(tap, v128.load(x)))
      s1 = f64x2.add(s1, f64x2.mul(tap, v128.load(x, 16)))
      s2 = f64x2.add(s2, f64x2.mul(tap, v128.load(x, 32)))
      s3 = f64x2.add(s3, f64x2.mul(tap, v128.load(x, 48)))
      s4 = f64x2.add(s4, f64x2.mul(tap, v128.load(x, 64)))
      s5 = f64x2.add(s5, f64x2.mul(tap, v128.load(x, 80)))
    }
    putTwo(s0, out, step)
    putTwo(s1, out + 2 * step, step)
    putTwo(s2, out + 4 * step, step)
    putTwo(s3, out + 6 * step, step)
    putTwo(s4, out + 8 * step, step)
    putTwo(s5, out + 10 * step, step)
    runs += 96
    out += 12 * step
  }
}

/**
 * Makes the outputs of two neighbouring phases, eight of either at a time, so that each sample that
 * is loaded meets two taps; loads are what bounds `polyPhase`.
 *
 * @param taps shape [count] of 32 bytes: the weights of both phases f64, 0 where one has no tap;
 *   the byte of the sample from `runs` u32; 12 bytes of nothing
 * @param out f32 of the first phase, `step` bytes apart; those of the second lie next to them
 * @param outputs of either phase, a multiple of 8
 */
export function polyPhases(
  runs: usize,
  taps: usize,
  count: i32,
  out: usize,
  step: i32,
  outputs: i32,
): void {
  const end = taps + (count << 5)
  for (let m = 0; m < outputs; m += 8) {
    let s0 = f64x2.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    let z0 = s0
    let z1 = s0
    let z2 = s0
    let z3 = s0
    for (let t = taps; t < end; t += 32) {
      const s = v128.load64_splat(t)
      const z = v128.load64_splat(t, 8)
      const x = runs + load<u32>(t, 16)
      const x0 = v128.load(x)
      s0 = f64x2.add(s0, f64x2.mul(s, x0))
      z0 = f64x2.add(z0, f64x2.mul(z, x0))
      const x1 = v128.load(x, 16)
      s1 = f64x2.add(s1, f64x2.mul(s, x1))
      z1 = f64x2.add(z1, f64x2.mul(z, x1))
      const x2 = v128.load(x, 32)
      s2 = f64x2.add(s2, f64x2.mul(s, x2))
      z2 = f64x2.add(z2, f64x2.mul(z, x2))
      const x3 = v128.load(x, 48)
      s3 = f64x2.add(s3, f64x2.mul(s, x3))
      z3 = f64x2.add(z3, f64x2.mul(z, x3))
    }
    putTwo(s0, out, step)
    putTwo(s1, out + 2 * step, step)
    putTwo(s2, out + 4 * step, step)
    putTwo(s3, out + 6 * step, step)
    putTwo(z0, out + 4, step)
    putTwo(z1, out + 2 * step + 4, step)
    putTwo(z2, out + 4 * step + 4, step)
    putTwo(z3, out + 6 * step + 4, step)
    runs += 64
    out += 8 * step
  }
}

@inline
function putTwo(sums: v128, out: usize, step: i32): void {
  const rounded = f32x4.demote_f64x2_zero(sums)
  v128.store_lane<f32>(out, rounded, 0)
  v128.store_lane<f32>(out + step, rounded, 1)
}
