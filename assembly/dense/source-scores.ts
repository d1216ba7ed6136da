import { addTile } from './tile'

/** Samples that are worked on at a time: what belongs to them stays in the nearest cache. */
const BLOCK: i32 = 64

const ROOM_OF_BLOCK: usize = 32 * BLOCK

/** 2^900, and its logarithm: a product that grows above it is divided by it. */
const HUGE: f64 = 8.452712498170644e270
const LOG_HUGE: f64 = 623.8324625039508

/**
 * Adds what sources y = w x say about the density 1 / cosh, over T samples.
 *
 * @param x samples, shape [T / 4, N, 4] of f64; T is a multiple of 64
 * @param n signals N; M is N rounded up to a multiple of 4
 * @param w shape [M / 4, N, 4]: rows of the matrix in fours, interleaved
 * @param room four times M * 64 numbers
 * @param products adds tanh(y_k) y_l, shape [M, M]
 * @param curves adds (1 - tanh² y_k) y_l², shape [M, M]
 * @param squares adds tanh² y, shape [M]
 * @param sizes adds |y|, shape [M], and the logarithms that are taken out of `factors`
 * @param factors multiplies by 1 + exp(-2 |y|), shape [M], which stays below 2^964
 * @param every one in so many blocks of 64 samples goes into `curves`, the first to begin with
 */
export function sourceScores(
  x: usize,
  samples: i32,
  n: i32,
  w: usize,
  room: usize,
  products: usize,
  curves: usize,
  squares: usize,
  sizes: usize,
  factors: usize,
  every: i32,
): void {
  const groups = (n + 3) >> 2
  const whole = <usize>groups * ROOM_OF_BLOCK
  const y = room
  const score = y + whole
  const slope = score + whole
  const square = slope + whole
  const panel = (<usize>n) << 5
  const step = (<usize>groups) << 5
  for (let t = 0; t < samples; t += BLOCK) {
    const isCurved = t % (every * BLOCK) === 0
    mixBlock(x, n, w, y)
    x += panel * (BLOCK / 4)
    for (let g = 0; g < groups; g++) {
      const at = <usize>g * ROOM_OF_BLOCK
      const four = (<usize>g) << 5
      scoreFour(y + at, whole, squares + four, sizes + four, factors + four)
    }
    for (let g = 0; g < groups; g++) {
      for (let h = 0; h < groups; h++) {
        const tile = 4 * <usize>g * step + ((<usize>h) << 5)
        const a = <usize>g * ROOM_OF_BLOCK
        const b = <usize>h * ROOM_OF_BLOCK
        addTile(BLOCK, score + a, y + b, products + tile, step)
        if (isCurved) addTile(BLOCK, slope + a, square + b, curves + tile, step)
      }
    }
  }
}

/**
 * As `sourceScores`, only what the loss needs.
 *
 * @param every one in so many blocks of 64 samples is looked at, the first to begin with
 * @param room M * 64 numbers
 */
export function sourceLosses(
  x: usize,
  samples: i32,
  n: i32,
  w: usize,
  room: usize,
  sizes: usize,
  factors: usize,
  every: i32,
): void {
  const groups = (n + 3) >> 2
  const block = ((<usize>n) << 3) * BLOCK
  for (let t = 0; t < samples; t += every * BLOCK) {
    mixBlock(x, n, w, room)
    for (let g = 0; g < groups; g++) {
      const four = (<usize>g) << 5
      lossFour(room + <usize>g * ROOM_OF_BLOCK, sizes + four, factors + four)
    }
    x += <usize>every * block
  }
}

/** Sources of a block: y = w x, shape [M / 4, 64, 4]. */
function mixBlock(x: usize, n: i32, w: usize, y: usize): void {
  const groups = (n + 3) >> 2
  const panel = (<usize>n) << 5
  memory.fill(y, 0, <usize>groups * ROOM_OF_BLOCK)
  for (let s = 0; s < BLOCK; s += 4) {
    for (let g = 0; g < groups; g++) {
      addTile(n, x, w + <usize>g * panel, y + <usize>g * ROOM_OF_BLOCK + ((<usize>s) << 5), 32)
    }
    x += panel
  }
}

/** What four sources add to their losses over a block. */
function lossFour(y: usize, sizes: usize, factors: usize): void {
  for (let half: usize = 0; half < 32; half += 16) {
    let product = f64x2.splat(1)
    let size = v128.load(sizes + half)
    const end = y + ROOM_OF_BLOCK
    for (let at = y + half; at < end; at += 32) {
      const a = f64x2.abs(v128.load(at))
      product = f64x2.mul(product, f64x2.add(f64x2.splat(1), expNegative(a)))
      size = f64x2.add(size, a)
    }
    putLoss(product, size, sizes + half, factors + half)
  }
}

/** Multiplies a product into the factors; what is large goes over to the sizes. */
@inline
function putLoss(factor: v128, size: v128, sizes: usize, factors: usize): void {
  const product = f64x2.mul(factor, v128.load(factors))
  const large = f64x2.gt(product, f64x2.splat(HUGE))
  const less = f64x2.mul(product, f64x2.splat(1 / HUGE))
  v128.store(factors, v128.bitselect(less, product, large))
  v128.store(sizes, f64x2.add(size, v128.and(large, f64x2.splat(LOG_HUGE))))
}

/** Scores of four sources over a block; tanh y, its slope and y² go `apart` bytes further each. */
function scoreFour(y: usize, apart: usize, squares: usize, sizes: usize, factors: usize): void {
  for (let half: usize = 0; half < 32; half += 16) {
    let product = f64x2.splat(1)
    let sum = v128.load(squares + half)
    let size = v128.load(sizes + half)
    const end = y + ROOM_OF_BLOCK
    for (let at = y + half; at < end; at += 32) {
      const v = v128.load(at)
      const a = f64x2.abs(v)
      const e = expNegative(a)
      const up = f64x2.add(f64x2.splat(1), e)
      const t = f64x2.div(f64x2.sub(f64x2.splat(1), e), up)
      const tt = f64x2.mul(t, t)
      product = f64x2.mul(product, up)
      size = f64x2.add(size, a)
      sum = f64x2.add(sum, tt)
      v128.store(at + apart, v128.or(t, v128.and(v, f64x2.splat(-0.0))))
      v128.store(at + 2 * apart, f64x2.sub(f64x2.splat(1), tt))
      v128.store(at + 3 * apart, f64x2.mul(v, v))
    }
    v128.store(squares + half, sum)
    putLoss(product, size, sizes + half, factors + half)
  }
}

/** 1.5 · 2^52: what is added to it is rounded to a whole number, which its last bits hold. */
const ROUNDER: f64 = 6755399441055744

/**
 * exp(-2 a) of two numbers from 0; above 350 that of 350. Errors are 1e-16, beside 1.
 *
 * With -2 a = k ln 2 + r, exp(r / 4) is a polynomial of degree 9, exact to 1e-17, squared twice.
 */
@inline
function expNegative(a: v128): v128 {
  const bounded = f64x2.pmin(f64x2.splat(350), a)
  const rounder = f64x2.splat(ROUNDER)
  const held = f64x2.add(f64x2.mul(bounded, f64x2.splat(-2.8853900817779268)), rounder)
  const k = f64x2.sub(held, rounder)
  const r = f64x2.sub(
    f64x2.mul(bounded, f64x2.splat(-0.5)),
    f64x2.mul(k, f64x2.splat(0.17328679513998633)),
  )
  let p = f64x2.splat(1.0 / 362880)
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1))
  p = f64x2.mul(p, p)
  p = f64x2.mul(p, p)
  return f64x2.mul(p, i64x2.shl(i64x2.add(held, i64x2.splat(1023)), 52))
}
