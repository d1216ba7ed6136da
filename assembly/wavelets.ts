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

/** Adds scale |z[places[m]]|² to pairs of f64, m below count. */
export function addPowers(z: usize, places: usize, count: i32, scale: f64, into: usize): void {
  const by = f64x2.splat(scale)
  for (let m = 0; m < count; m++) {
    const from = z + (<usize>load<u32>(places) << 5)
    const re = v128.load(from)
    const im = v128.load(from, 16)
    const power = f64x2.mul(by, f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)))
    v128.store(into, f64x2.add(v128.load(into), power))
    places += 4
    into += 16
  }
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
