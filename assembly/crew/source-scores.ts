import { addTile } from '../dense/tile'

/** Samples that are worked on at a time: what belongs to them stays in the nearest cache. */
const BLOCK: i32 = 64

const ROOM_OF_BLOCK: usize = 32 * BLOCK

/** 2^900, and its logarithm: a product that grows above it is divided by it. */
const HUGE: f64 = 8.452712498170644e270
const LOG_HUGE: f64 = 623.8324625039508

/**
 * Writes what sources y = w x say about the density 1 / cosh, over T samples.
 *
 * The sums lie one after the other: of tanh(y_k) y_l, shape [M, M]; of (1 - tanh² y_k) y_l², shape
 * [M, M], zeros unless it is curved; of tanh² y, shape [M]; of |y| and the logarithms that are taken
 * out of what follows, shape [M]; the product of 1 + exp(-2 |y|), shape [M], below 2^964.
 *
 * @param x samples, shape [T / 4, N, 4] of f64; T is a multiple of 64
 * @param n signals N; M is N rounded up to a multiple of 4
 * @param w shape [M / 4, N, 4]: rows of the matrix in fours, interleaved
 * @param room four times M * 64 numbers
 * @param sums where they are written, 2 M² + 3 M numbers
 */
export function sourceScores(
  x: usize,
  samples: i32,
  n: i32,
  w: usize,
  room: usize,
  sums: usize,
  isCurved: i32,
): void {
  const groups = (n + 3) >> 2
  const whole = <usize>groups * ROOM_OF_BLOCK
  const panel = (<usize>n) << 5
  const step = (<usize>groups) << 5
  const curves = sums + 4 * <usize>groups * step
  const squares = curves + 4 * <usize>groups * step
  clear(sums, squares + step, step)
  for (let t = 0; t < samples; t += BLOCK) {
    mixBlock(x, n, w, room)
    x += panel * (BLOCK / 4)
    for (let g = 0; g < groups; g++) {
      const four = squares + ((<usize>g) << 5)
      scoreFour(room + <usize>g * ROOM_OF_BLOCK, whole, four, four + step, four + 2 * step)
    }
    addProducts(room + whole, room, groups, sums)
    if (isCurved) addProducts(room + 2 * whole, room + 3 * whole, groups, curves)
  }
}

/** As `sourceScores`, only what the loss needs: it leaves the first 2 M² + M numbers as they are. */
export function sourceLosses(
  x: usize,
  samples: i32,
  n: i32,
  w: usize,
  room: usize,
  sums: usize,
): void {
  const groups = (n + 3) >> 2
  const block = ((<usize>n) << 3) * BLOCK
  const step = (<usize>groups) << 5
  const sizes = sums + 8 * <usize>groups * step + step
  clear(sizes, sizes, step)
  for (let t = 0; t < samples; t += BLOCK) {
    mixBlock(x, n, w, room)
    for (let g = 0; g < groups; g++) {
      const four = sizes + ((<usize>g) << 5)
      lossFour(room + <usize>g * ROOM_OF_BLOCK, four, four + step)
    }
    x += block
  }
}

/**
 * Writes sources y = w x and the slopes 1 - tanh² y of their scores, for `sourceTurns`.
 *
 * @param kept for each block of 64 samples sources and slopes, each of shape [M / 4, 64, 4]
 */
export function sourceSlopes(x: usize, samples: i32, n: i32, w: usize, kept: usize): void {
  const groups = (n + 3) >> 2
  const whole = <usize>groups * ROOM_OF_BLOCK
  for (let t = 0; t < samples; t += BLOCK) {
    mixBlock(x, n, w, kept)
    for (let at = kept; at < kept + whole; at += 16) {
      const e = expNegative(f64x2.abs(v128.load(at)))
      const up = f64x2.add(f64x2.splat(1), e)
      const slope = f64x2.div(f64x2.mul(f64x2.splat(4), e), f64x2.mul(up, up))
      v128.store(at + whole, slope)
    }
    x += ((<usize>n) << 3) * BLOCK
    kept += 2 * whole
  }
}

/**
 * Writes the sum over T samples of (1 - tanh² y_k) z_k y_l, shape [M, M], where z = v x.
 *
 * @param v shape [M / 4, N, 4]
 * @param kept what `sourceSlopes` wrote
 * @param room M * 64 numbers
 */
export function sourceTurns(
  x: usize,
  samples: i32,
  n: i32,
  v: usize,
  kept: usize,
  room: usize,
  sums: usize,
): void {
  const groups = (n + 3) >> 2
  const whole = <usize>groups * ROOM_OF_BLOCK
  memory.fill(sums, 0, ((<usize>groups) << 5) * 4 * groups)
  for (let t = 0; t < samples; t += BLOCK) {
    mixBlock(x, n, v, room)
    const slopes = kept + whole - room
    for (let at = room; at < room + whole; at += 16) {
      v128.store(at, f64x2.mul(v128.load(at), v128.load(at + slopes)))
    }
    addProducts(room, kept, groups, sums)
    x += ((<usize>n) << 3) * BLOCK
    kept += 2 * whole
  }
}

/** Zeros up to the factors, which are ones. */
function clear(from: usize, sizes: usize, step: usize): void {
  const factors = sizes + step
  memory.fill(from, 0, factors - from)
  for (let at = factors; at < factors + step; at += 16) v128.store(at, f64x2.splat(1))
}

/** Adds the products of rows of a block, each of shape [M / 4, 64, 4], to a matrix [M, M]. */
function addProducts(a: usize, b: usize, groups: i32, c: usize): void {
  const step = (<usize>groups) << 5
  for (let g = 0; g < groups; g++) {
    for (let h = 0; h < groups; h++) {
      const tile = c + 4 * <usize>g * step + ((<usize>h) << 5)
      addTile(BLOCK, a + <usize>g * ROOM_OF_BLOCK, b + <usize>h * ROOM_OF_BLOCK, tile, step)
    }
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
