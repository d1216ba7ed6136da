import { rounded } from './rounded'

/**
 * Weighs and sums channels: out = w · x for four outputs, each sum in the order of the channels,
 * in f64, rounded to f32.
 *
 * @param x rows of f32
 * @param places where the row of each channel begins, bytes from x, shape [count] of u32
 * @param w shape [count, 4] of f64: the weights of a channel in the four outputs
 * @param out rows of f32, `step` bytes apart, shape [4, samples]
 * @param samples how many are made, a multiple of 8
 */
export function mixFour(
  x: usize,
  places: usize,
  count: i32,
  w: usize,
  out: usize,
  step: usize,
  samples: i32,
): void {
  const stop = w + ((<usize>count) << 5)
  const end = x + ((<usize>samples) << 2)
  while (x < end) {
    let a0 = f64x2.splat(0)
    let a1 = a0
    let b0 = a0
    let b1 = a0
    let c0 = a0
    let c1 = a0
    let d0 = a0
    let d1 = a0
    let place = places
    for (let at = w; at < stop; at += 32) {
      const four = v128.load(x + <usize>load<u32>(place))
      const low = f64x2.promote_low_f32x4(four)
      const high = upper(four)
      let s = v128.load64_splat(at)
      a0 = f64x2.add(a0, f64x2.mul(s, low))
      a1 = f64x2.add(a1, f64x2.mul(s, high))
      s = v128.load64_splat(at, 8)
      b0 = f64x2.add(b0, f64x2.mul(s, low))
      b1 = f64x2.add(b1, f64x2.mul(s, high))
      s = v128.load64_splat(at, 16)
      c0 = f64x2.add(c0, f64x2.mul(s, low))
      c1 = f64x2.add(c1, f64x2.mul(s, high))
      s = v128.load64_splat(at, 24)
      d0 = f64x2.add(d0, f64x2.mul(s, low))
      d1 = f64x2.add(d1, f64x2.mul(s, high))
      place += 4
    }
    v128.store(out, rounded(a0, a1))
    v128.store(out + step, rounded(b0, b1))
    v128.store(out + 2 * step, rounded(c0, c1))
    v128.store(out + 3 * step, rounded(d0, d1))
    x += 16
    out += 16
  }
}

/** As `mixFour`, for three outputs; w has shape [count, 3]. */
export function mixThree(
  x: usize,
  places: usize,
  count: i32,
  w: usize,
  out: usize,
  step: usize,
  samples: i32,
): void {
  const stop = w + <usize>count * 24
  const end = x + ((<usize>samples) << 2)
  while (x < end) {
    let a0 = f64x2.splat(0)
    let a1 = a0
    let b0 = a0
    let b1 = a0
    let c0 = a0
    let c1 = a0
    let place = places
    for (let at = w; at < stop; at += 24) {
      const four = v128.load(x + <usize>load<u32>(place))
      const low = f64x2.promote_low_f32x4(four)
      const high = upper(four)
      let s = v128.load64_splat(at)
      a0 = f64x2.add(a0, f64x2.mul(s, low))
      a1 = f64x2.add(a1, f64x2.mul(s, high))
      s = v128.load64_splat(at, 8)
      b0 = f64x2.add(b0, f64x2.mul(s, low))
      b1 = f64x2.add(b1, f64x2.mul(s, high))
      s = v128.load64_splat(at, 16)
      c0 = f64x2.add(c0, f64x2.mul(s, low))
      c1 = f64x2.add(c1, f64x2.mul(s, high))
      place += 4
    }
    v128.store(out, rounded(a0, a1))
    v128.store(out + step, rounded(b0, b1))
    v128.store(out + 2 * step, rounded(c0, c1))
    x += 16
    out += 16
  }
}

/** As `mixFour`, for two outputs, eight samples at a time; w has shape [count, 2]. */
export function mixTwo(
  x: usize,
  places: usize,
  count: i32,
  w: usize,
  out: usize,
  step: usize,
  samples: i32,
): void {
  const stop = w + ((<usize>count) << 4)
  const end = x + ((<usize>samples) << 2)
  while (x < end) {
    let a0 = f64x2.splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let b0 = a0
    let b1 = a0
    let b2 = a0
    let b3 = a0
    let place = places
    for (let at = w; at < stop; at += 16) {
      const from = x + <usize>load<u32>(place)
      const s = v128.load64_splat(at)
      const r = v128.load64_splat(at, 8)
      let two = f64x2.promote_low_f32x4(v128.load64_zero(from))
      a0 = f64x2.add(a0, f64x2.mul(s, two))
      b0 = f64x2.add(b0, f64x2.mul(r, two))
      two = f64x2.promote_low_f32x4(v128.load64_zero(from, 8))
      a1 = f64x2.add(a1, f64x2.mul(s, two))
      b1 = f64x2.add(b1, f64x2.mul(r, two))
      two = f64x2.promote_low_f32x4(v128.load64_zero(from, 16))
      a2 = f64x2.add(a2, f64x2.mul(s, two))
      b2 = f64x2.add(b2, f64x2.mul(r, two))
      two = f64x2.promote_low_f32x4(v128.load64_zero(from, 24))
      a3 = f64x2.add(a3, f64x2.mul(s, two))
      b3 = f64x2.add(b3, f64x2.mul(r, two))
      place += 4
    }
    v128.store(out, rounded(a0, a1))
    v128.store(out, rounded(a2, a3), 16)
    v128.store(out + step, rounded(b0, b1))
    v128.store(out + step, rounded(b2, b3), 16)
    x += 32
    out += 32
  }
}

/** As `mixFour`, for one output, eight samples at a time; w has shape [count], `step` is not used. */
export function mixOne(
  x: usize,
  places: usize,
  count: i32,
  w: usize,
  out: usize,
  step: usize,
  samples: i32,
): void {
  const stop = w + ((<usize>count) << 3)
  const end = x + ((<usize>samples) << 2)
  while (x < end) {
    let a0 = f64x2.splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let place = places
    for (let at = w; at < stop; at += 8) {
      const s = v128.load64_splat(at)
      const from = x + <usize>load<u32>(place)
      const left = v128.load(from)
      const right = v128.load(from, 16)
      a0 = f64x2.add(a0, f64x2.mul(s, f64x2.promote_low_f32x4(left)))
      a1 = f64x2.add(a1, f64x2.mul(s, upper(left)))
      a2 = f64x2.add(a2, f64x2.mul(s, f64x2.promote_low_f32x4(right)))
      a3 = f64x2.add(a3, f64x2.mul(s, upper(right)))
      place += 4
    }
    v128.store(out, rounded(a0, a1))
    v128.store(out, rounded(a2, a3), 16)
    x += 32
    out += 32
  }
}

@inline
function upper(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 1))
}
