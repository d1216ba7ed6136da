import { putFour } from './quarters'
import { descend, transform } from './transform'

/** Makes a pair of real rows complex, zeros behind them: shape [length] of complex pairs. */
export function widen(pair: usize, count: i32, length: i32, x: usize): void {
  const zero = f64x2.splat(0)
  for (let i = 0; i < length; i++) {
    v128.store(x, i < count ? v128.load(pair) : zero)
    v128.store(x, zero, 16)
    pair += 16
    x += 32
  }
}

/** Puts complex pairs in order: y[k] = x[places[k]]. */
export function reorder(x: usize, places: usize, length: i32, y: usize): void {
  for (let k = 0; k < length; k++) {
    const from = x + (<usize>load<u32>(places) << 5)
    v128.store(y, v128.load(from))
    v128.store(y, v128.load(from, 16), 16)
    places += 4
    y += 32
  }
}

/**
 * Multiplies complex pairs by a response and folds the products: z[k] is the sum over j of those at
 * k + j steps.
 *
 * @param x shape [length] of complex pairs; `length` is a multiple of `steps`
 * @param response shape [length] of complex f64, for both rows
 */
export function foldTimes(x: usize, response: usize, length: i32, steps: i32, z: usize): void {
  const across = <usize>steps << 5
  const along = <usize>steps << 4
  const folds = length / steps
  for (let k = 0; k < steps; k++) {
    let re = f64x2.splat(0)
    let im = f64x2.splat(0)
    let at = x
    let w = response
    for (let j = 0; j < folds; j++) {
      const xr = v128.load(at)
      const xi = v128.load(at, 16)
      const wr = v128.load64_splat(w)
      const wi = v128.load64_splat(w, 8)
      re = f64x2.add(re, f64x2.sub(f64x2.mul(xr, wr), f64x2.mul(xi, wi)))
      im = f64x2.add(im, f64x2.add(f64x2.mul(xr, wi), f64x2.mul(xi, wr)))
      at += across
      w += along
    }
    v128.store(z, re)
    v128.store(z, im, 16)
    x += 32
    response += 16
    z += 32
  }
}

/** As `foldTimes`, with a response of real numbers, shape [length] of f64. */
export function foldReal(x: usize, response: usize, length: i32, steps: i32, z: usize): void {
  const across = <usize>steps << 5
  const along = <usize>steps << 3
  const folds = length / steps
  for (let k = 0; k < steps; k++) {
    let re = f64x2.splat(0)
    let im = f64x2.splat(0)
    let at = x
    let w = response
    for (let j = 0; j < folds; j++) {
      const wr = v128.load64_splat(w)
      re = f64x2.add(re, f64x2.mul(v128.load(at), wr))
      im = f64x2.add(im, f64x2.mul(v128.load(at, 16), wr))
      at += across
      w += along
    }
    v128.store(z, re)
    v128.store(z, im, 16)
    x += 32
    response += 8
    z += 32
  }
}

/**
 * Multiplies complex pairs by a real response and transforms the products as `transform` does; the
 * first pass, where it is one of radix 4, takes them as they are made.
 */
export function transformReal(x: usize, response: usize, length: i32, z: usize, plan: usize): void {
  if (load<u32>(plan) === 0 || load<i32>(plan, 4) !== 4) {
    foldReal(x, response, length, length, z)
    transform(z, length, plan)
    return
  }
  timesFour(x, response, length, z, <usize>load<u32>(plan, 8))
  descend(z, length >> 2, 4, plan + 16, plan + 4 + 12 * load<u32>(plan))
}

/** Products, and the first pass of their transform as `split4` does it. */
function timesFour(x: usize, response: usize, length: i32, z: usize, twiddles: usize): void {
  const gap = <usize>length << 3
  const by = gap >> 2
  const end = z + gap
  while (z < end) {
    let w = v128.load64_splat(response)
    const ar = f64x2.mul(w, v128.load(x))
    const ai = f64x2.mul(w, v128.load(x, 16))
    w = v128.load64_splat(response + by)
    const br = f64x2.mul(w, v128.load(x + gap))
    const bi = f64x2.mul(w, v128.load(x + gap, 16))
    w = v128.load64_splat(response + 2 * by)
    const cr = f64x2.mul(w, v128.load(x + 2 * gap))
    const ci = f64x2.mul(w, v128.load(x + 2 * gap, 16))
    w = v128.load64_splat(response + 3 * by)
    const dr = f64x2.mul(w, v128.load(x + 3 * gap))
    const di = f64x2.mul(w, v128.load(x + 3 * gap, 16))
    putFour(z, gap, ar, ai, br, bi, cr, ci, dr, di, twiddles)
    x += 32
    response += 8
    z += 32
    twiddles += 48
  }
}

/** Sets, or adds to, two rows of f64: scale |z[places[m]]|² of either, m below count. */
export function addPowers(
  z: usize,
  places: usize,
  count: i32,
  scale: f64,
  a: usize,
  b: usize,
  isFirst: bool,
): void {
  const by = f64x2.splat(scale)
  const end = places + ((<usize>count & ~1) << 2)
  for (; places < end; places += 8) {
    const one = powerAt(z, places, by)
    const two = powerAt(z, places + 4, by)
    let first = v128.shuffle<f64>(one, two, 0, 2)
    let second = v128.shuffle<f64>(one, two, 1, 3)
    if (!isFirst) {
      first = f64x2.add(first, v128.load(a))
      second = f64x2.add(second, v128.load(b))
    }
    v128.store(a, first)
    v128.store(b, second)
    a += 16
    b += 16
  }
  if (count & 1) {
    const last = powerAt(z, places, by)
    store<f64>(a, f64x2.extract_lane(last, 0) + (isFirst ? 0 : load<f64>(a)))
    store<f64>(b, f64x2.extract_lane(last, 1) + (isFirst ? 0 : load<f64>(b)))
  }
}

@inline
function powerAt(z: usize, place: usize, by: v128): v128 {
  const from = z + (<usize>load<u32>(place) << 5)
  const re = v128.load(from)
  const im = v128.load(from, 16)
  return f64x2.mul(by, f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)))
}

/** Takes scale z[places[m]] apart: complex f64 of either row. */
export function partNumbers(
  z: usize,
  places: usize,
  count: i32,
  scale: f64,
  a: usize,
  b: usize,
): void {
  const by = f64x2.splat(scale)
  for (let m = 0; m < count; m++) {
    const from = z + (<usize>load<u32>(places) << 5)
    const re = f64x2.mul(by, v128.load(from))
    const im = f64x2.mul(by, v128.load(from, 16))
    v128.store(a, v128.shuffle<f64>(re, im, 0, 2))
    v128.store(b, v128.shuffle<f64>(re, im, 1, 3))
    places += 4
    a += 16
    b += 16
  }
}
