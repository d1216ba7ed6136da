import { rounded } from './rounded'

/**
 * Turns frames of 16-bit integers, little-endian, into rows of f32: each number times the gain of
 * its channel, in f64.
 *
 * @param x frames, shape [count, channels]
 * @param gains shape [channels] of f64
 * @param out rows, `stride` numbers apart, shape [channels, count]
 */
export function turn16(
  x: usize,
  count: i32,
  channels: i32,
  gains: usize,
  out: usize,
  stride: i32,
): void {
  const wide = channels & ~7
  const whole = count & ~7
  const width = <usize>channels << 1
  const next = <usize>stride << 2
  for (let c = 0; c < wide; c += 8) {
    let from = x + (<usize>c << 1)
    let to = out + <usize>c * next
    const gain = gains + (<usize>c << 3)
    for (let t = 0; t < whole; t += 8) {
      turnEight(from, width, gain, to, next)
      from += width << 3
      to += 32
    }
  }
  for (let c = 0; c < channels; c++) {
    const gain = load<f64>(gains + (<usize>c << 3))
    for (let t = c < wide ? whole : 0; t < count; t++) {
      const number = load<i16>(x + <usize>t * width + (<usize>c << 1))
      store<f32>(out + <usize>c * next + (<usize>t << 2), <f32>(<f64>number * gain))
    }
  }
}

/** The same for frames of f32. */
export function turn32(
  x: usize,
  count: i32,
  channels: i32,
  gains: usize,
  out: usize,
  stride: i32,
): void {
  const wide = channels & ~3
  const whole = count & ~3
  const width = <usize>channels << 2
  const next = <usize>stride << 2
  for (let c = 0; c < wide; c += 4) {
    let from = x + (<usize>c << 2)
    let to = out + <usize>c * next
    const gain = gains + (<usize>c << 3)
    for (let t = 0; t < whole; t += 4) {
      turnFour(from, width, gain, to, next)
      from += width << 2
      to += 16
    }
  }
  for (let c = 0; c < channels; c++) {
    const gain = load<f64>(gains + (<usize>c << 3))
    for (let t = c < wide ? whole : 0; t < count; t++) {
      const number = load<f32>(x + <usize>t * width + (<usize>c << 2))
      store<f32>(out + <usize>c * next + (<usize>t << 2), <f32>(<f64>number * gain))
    }
  }
}

/** Eight frames of eight channels. */
@inline
function turnEight(x: usize, width: usize, gains: usize, out: usize, next: usize): void {
  const a = v128.load(x)
  const b = v128.load(x + width)
  const c = v128.load(x + 2 * width)
  const d = v128.load(x + 3 * width)
  const e = v128.load(x + 4 * width)
  const f = v128.load(x + 5 * width)
  const g = v128.load(x + 6 * width)
  const h = v128.load(x + 7 * width)
  const ab = v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
  const cd = v128.shuffle<i16>(c, d, 0, 8, 1, 9, 2, 10, 3, 11)
  const ef = v128.shuffle<i16>(e, f, 0, 8, 1, 9, 2, 10, 3, 11)
  const gh = v128.shuffle<i16>(g, h, 0, 8, 1, 9, 2, 10, 3, 11)
  putQuads(ab, cd, ef, gh, gains, out, next)
  const ab2 = v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
  const cd2 = v128.shuffle<i16>(c, d, 4, 12, 5, 13, 6, 14, 7, 15)
  const ef2 = v128.shuffle<i16>(e, f, 4, 12, 5, 13, 6, 14, 7, 15)
  const gh2 = v128.shuffle<i16>(g, h, 4, 12, 5, 13, 6, 14, 7, 15)
  putQuads(ab2, cd2, ef2, gh2, gains + 32, out + 4 * next, next)
}

/** Four channels, of which each vector holds two frames side by side. */
@inline
function putQuads(
  ab: v128,
  cd: v128,
  ef: v128,
  gh: v128,
  gains: usize,
  out: usize,
  next: usize,
): void {
  const first = v128.shuffle<i32>(ab, cd, 0, 4, 1, 5)
  const second = v128.shuffle<i32>(ef, gh, 0, 4, 1, 5)
  putIntegers(out, v128.shuffle<i64>(first, second, 0, 2), gains)
  putIntegers(out + next, v128.shuffle<i64>(first, second, 1, 3), gains + 8)
  const third = v128.shuffle<i32>(ab, cd, 2, 6, 3, 7)
  const fourth = v128.shuffle<i32>(ef, gh, 2, 6, 3, 7)
  putIntegers(out + 2 * next, v128.shuffle<i64>(third, fourth, 0, 2), gains + 16)
  putIntegers(out + 3 * next, v128.shuffle<i64>(third, fourth, 1, 3), gains + 24)
}

/** Eight integers of a channel. */
@inline
function putIntegers(out: usize, eight: v128, gain: usize): void {
  const g = v128.load64_splat(gain)
  const low = i32x4.extend_low_i16x8_s(eight)
  const high = i32x4.extend_high_i16x8_s(eight)
  const a = f64x2.mul(g, f64x2.convert_low_i32x4_s(low))
  const b = f64x2.mul(g, f64x2.convert_low_i32x4_s(v128.shuffle<f64>(low, low, 1, 1)))
  const c = f64x2.mul(g, f64x2.convert_low_i32x4_s(high))
  const d = f64x2.mul(g, f64x2.convert_low_i32x4_s(v128.shuffle<f64>(high, high, 1, 1)))
  v128.store(out, rounded(a, b))
  v128.store(out, rounded(c, d), 16)
}

/** Four frames of four channels. */
@inline
function turnFour(x: usize, width: usize, gains: usize, out: usize, next: usize): void {
  const a = v128.load(x)
  const b = v128.load(x + width)
  const c = v128.load(x + 2 * width)
  const d = v128.load(x + 3 * width)
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  putPairs(out, ab, cd, gains, next)
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  putPairs(out + 2 * next, ab2, cd2, gains + 16, next)
}

/** Two channels, whose first two numbers lie in one vector and the last two in the other. */
@inline
function putPairs(out: usize, ab: v128, cd: v128, gains: usize, next: usize): void {
  const g = v128.load64_splat(gains)
  const h = v128.load64_splat(gains, 8)
  const a = f64x2.mul(g, f64x2.promote_low_f32x4(ab))
  const b = f64x2.mul(g, f64x2.promote_low_f32x4(cd))
  const c = f64x2.mul(h, f64x2.promote_low_f32x4(v128.shuffle<f64>(ab, ab, 1, 1)))
  const d = f64x2.mul(h, f64x2.promote_low_f32x4(v128.shuffle<f64>(cd, cd, 1, 1)))
  v128.store(out, rounded(a, b))
  v128.store(out + next, rounded(c, d))
}
