/**
 * Turns runs of little-endian 16-bit integers into f32: (integer - zero) gain + base, in f64.
 *
 * @param x the first run's first byte, of any alignment
 * @param stride bytes from one run to the next
 * @param out the runs one after the other, shape [runs, length]
 */
export function scale16(
  x: usize,
  stride: i32,
  runs: i32,
  length: i32,
  out: usize,
  zero: f64,
  gain: f64,
  base: f64,
): void {
  for (let r = 0; r < runs; r++) {
    let from = x + <usize>(r * stride)
    const end = out + (<usize>(length & ~7) << 2)
    while (out < end) {
      const v = v128.load(from)
      putFour(out, i32x4.extend_low_i16x8_s(v), zero, gain, base)
      putFour(out + 16, i32x4.extend_high_i16x8_s(v), zero, gain, base)
      from += 16
      out += 32
    }
    for (let t = length & ~7; t < length; t++) {
      store<f32>(out, <f32>((<f64>load<i16>(from) - zero) * gain + base))
      from += 2
      out += 4
    }
  }
}

/** The same for 24-bit integers. */
export function scale24(
  x: usize,
  stride: i32,
  runs: i32,
  length: i32,
  out: usize,
  zero: f64,
  gain: f64,
  base: f64,
): void {
  for (let r = 0; r < runs; r++) {
    let from = x + <usize>(r * stride)
    const end = out + (<usize>length << 2)
    while (out < end) {
      const integer = <i32>load<u16>(from) | (<i32>load<i8>(from, 2) << 16)
      store<f32>(out, <f32>((<f64>integer - zero) * gain + base))
      from += 3
      out += 4
    }
  }
}

@inline
function putFour(out: usize, v: v128, zero: f64, gain: f64, base: f64): void {
  const z = f64x2.splat(zero)
  const g = f64x2.splat(gain)
  const b = f64x2.splat(base)
  const low = f64x2.sub(f64x2.convert_low_i32x4_s(v), z)
  const high = f64x2.sub(f64x2.convert_low_i32x4_s(v128.shuffle<f64>(v, v, 1, 1)), z)
  const p = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(low, g), b))
  const q = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(high, g), b))
  v128.store(out, v128.shuffle<f64>(p, q, 0, 2))
}
