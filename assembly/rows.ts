/**
 * Puts two rows of f32 side by side as f64: pair[t] = (a[t], b[t]), shape [T, 2].
 *
 * @param check a pair of f64, which stays 0 as long as a row's values are finite, then is NaN
 */
export function pairRows(a: usize, b: usize, pair: usize, samples: i32, check: usize): void {
  const zero = f64x2.splat(0)
  let sum = v128.load(check)
  let other = zero
  const end = pair + (<usize>(samples & ~3) << 4)
  while (pair < end) {
    const x = v128.load(a)
    const y = v128.load(b)
    const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5)
    const high = v128.shuffle<f32>(x, y, 2, 6, 3, 7)
    const p = f64x2.promote_low_f32x4(low)
    const q = f64x2.promote_low_f32x4(v128.shuffle<f64>(low, low, 1, 1))
    const r = f64x2.promote_low_f32x4(high)
    const s = f64x2.promote_low_f32x4(v128.shuffle<f64>(high, high, 1, 1))
    v128.store(pair, p)
    v128.store(pair, q, 16)
    v128.store(pair, r, 32)
    v128.store(pair, s, 48)
    sum = f64x2.add(sum, f64x2.mul(zero, f64x2.add(p, q)))
    other = f64x2.add(other, f64x2.mul(zero, f64x2.add(r, s)))
    a += 16
    b += 16
    pair += 64
  }
  for (let t = samples & ~3; t < samples; t++) {
    const one = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(a)), 1, <f64>load<f32>(b))
    v128.store(pair, one)
    sum = f64x2.add(sum, f64x2.mul(zero, one))
    a += 4
    b += 4
    pair += 16
  }
  v128.store(check, f64x2.add(sum, other))
}

/** Undoes `pairRows`, rounding to f32. */
export function partRows(pair: usize, a: usize, b: usize, samples: i32): void {
  const end = pair + (<usize>(samples & ~3) << 4)
  while (pair < end) {
    const p = f32x4.demote_f64x2_zero(v128.load(pair))
    const q = f32x4.demote_f64x2_zero(v128.load(pair, 16))
    const r = f32x4.demote_f64x2_zero(v128.load(pair, 32))
    const s = f32x4.demote_f64x2_zero(v128.load(pair, 48))
    const low = v128.shuffle<f32>(p, q, 0, 4, 1, 5)
    const high = v128.shuffle<f32>(r, s, 0, 4, 1, 5)
    v128.store(a, v128.shuffle<f64>(low, high, 0, 2))
    v128.store(b, v128.shuffle<f64>(low, high, 1, 3))
    a += 16
    b += 16
    pair += 64
  }
  for (let t = samples & ~3; t < samples; t++) {
    store<f32>(a, <f32>load<f64>(pair))
    store<f32>(b, <f32>load<f64>(pair, 8))
    a += 4
    b += 4
    pair += 16
  }
}
