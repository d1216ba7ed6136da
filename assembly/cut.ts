import { putFour } from './quarters'
import { descend, transform } from './transform'

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
 * @param plan as in `transform`
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
  const next = pair + (<usize>step << 4)
  const zero = f64x2.splat(0)
  const mean = centred ? meanOf(pair, length) : zero
  if (other === 0) {
    put(pair, length, taper, work, mean)
    clear(length, work + 16)
    transform(work, length, plan)
    return
  }
  const mean2 = centred ? meanOf(next, length) : zero
  if (load<u32>(plan) > 0 && load<i32>(plan, 4) === 4) {
    cutFour(pair, next, length, taper, other, mean, mean2, work, <usize>load<u32>(plan, 8))
    descend(work, length >> 2, 4, plan + 16, plan + 4 + 12 * load<u32>(plan))
  } else {
    put(pair, length, taper, work, mean)
    put(next, length, other, work + 16, mean2)
    transform(work, length, plan)
  }
}

/** Puts two frames and does the first pass of their transform at once, as `split4` does it. */
function cutFour(
  a: usize,
  b: usize,
  length: i32,
  taper: usize,
  other: usize,
  mean: v128,
  mean2: v128,
  work: usize,
  twiddles: usize,
): void {
  const gap = <usize>length << 3
  const from = gap >> 1
  const by = gap >> 2
  const end = work + gap
  while (work < end) {
    const ar = cut(a, taper, mean)
    const ai = cut(b, other, mean2)
    const br = cut(a + from, taper + by, mean)
    const bi = cut(b + from, other + by, mean2)
    const cr = cut(a + 2 * from, taper + 2 * by, mean)
    const ci = cut(b + 2 * from, other + 2 * by, mean2)
    const dr = cut(a + 3 * from, taper + 3 * by, mean)
    const di = cut(b + 3 * from, other + 3 * by, mean2)
    putFour(work, gap, ar, ai, br, bi, cr, ci, dr, di, twiddles)
    a += 16
    b += 16
    taper += 8
    other += 8
    work += 32
    twiddles += 48
  }
}

@inline
function cut(pair: usize, taper: usize, mean: v128): v128 {
  return f64x2.mul(v128.load64_splat(taper), f64x2.sub(v128.load(pair), mean))
}

/**
 * Puts a frame without its mean, times the taper, as the real or imaginary part.
 *
 * @param to the first of these parts, 32 bytes each
 */
function put(pair: usize, length: i32, taper: usize, to: usize, mean: v128): void {
  for (let i = 0; i < length; i++) {
    v128.store(to, cut(pair, taper, mean))
    pair += 16
    taper += 8
    to += 32
  }
}

function clear(length: i32, to: usize): void {
  for (let i = 0; i < length; i++) {
    v128.store(to, f64x2.splat(0))
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
