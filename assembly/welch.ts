import { split2, split3, split5, splitOdd } from './passes'
import { split4 } from './quarters'

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
    put(pair, length, taper, work, true)
    if (s + 1 < count) put(pair + (<usize>step << 4), length, taper, work + 16, true)
    else clear(length, work + 16)
    transform(work, length, plan)
    add(work, length, power)
    pair += <usize>step << 5
  }
}

/**
 * Transforms pairs of complex numbers in place; the results come in the order of reversed digits.
 *
 * @param x shape [N, 2] of pairs: real and imaginary part of each number
 * @param plan u32 words: how many passes, then of each its radix, the address of its twiddles as
 *   `split4` has them, and that of the roots that `splitOdd` needs
 */
export function transform(x: usize, length: i32, plan: usize): void {
  const end = plan + 4 + 12 * load<u32>(plan)
  let n = length
  for (let pass = plan + 4; pass < end; pass += 12) {
    const radix = load<i32>(pass)
    const twiddles = <usize>load<u32>(pass, 4)
    const groups = length / n
    if (radix === 4) split4(x, n, groups, twiddles)
    else if (radix === 5) split5(x, n, groups, twiddles)
    else if (radix === 2) split2(x, n, groups, twiddles)
    else if (radix === 3) split3(x, n, groups, twiddles)
    else splitOdd(x, n, groups, twiddles, radix, <usize>load<u32>(pass, 8))
    n /= radix
  }
}

/**
 * Puts a segment, `centred` without its mean, times the taper, as the real or imaginary part.
 *
 * @param to the first of these parts, 32 bytes each
 */
export function put(pair: usize, length: i32, taper: usize, to: usize, centred: bool): void {
  const mean = centred ? meanOf(pair, length) : f64x2.splat(0)
  for (let i = 0; i < length; i++) {
    v128.store(to, f64x2.mul(v128.load64_splat(taper), f64x2.sub(v128.load(pair), mean)))
    pair += 16
    taper += 8
    to += 32
  }
}

function meanOf(pair: usize, length: i32): v128 {
  let sum = f64x2.splat(0)
  let other = sum
  const even = pair + (<usize>(length & ~1) << 4)
  for (let at = pair; at < even; at += 32) {
    sum = f64x2.add(sum, v128.load(at))
    other = f64x2.add(other, v128.load(at, 16))
  }
  if (length & 1) sum = f64x2.add(sum, v128.load(even))
  return f64x2.div(f64x2.add(sum, other), f64x2.splat(length))
}

function clear(length: i32, to: usize): void {
  for (let i = 0; i < length; i++) {
    v128.store(to, f64x2.splat(0))
    to += 32
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
