/**
 * Sums the imaginary parts of a · conj(b) over segments, for one channel with each that follows.
 *
 * @param x spectra of one frequency, shape [C, 2, S] of f64: real parts, then imaginary ones
 * @param channel the first of the pair; the second runs from the next to the last
 * @param segments S
 * @param out shape [pairs, 4] of f64: sums of the part, its magnitude, its square and its sign
 */
export function lagSums(x: usize, channels: i32, channel: i32, segments: i32, out: usize): void {
  const size = <usize>segments << 4
  const half = <usize>segments << 3
  const a = x + <usize>channel * size
  const even = <usize>(segments & ~1) << 3
  const one = f64x2.splat(1)
  for (let b = a + size; b < x + <usize>channels * size; b += size) {
    let sum = f64x2.splat(0)
    let sizes = sum
    let squares = sum
    let signs = sum
    for (let s: usize = 0; s < even; s += 16) {
      const im = f64x2.sub(
        f64x2.mul(v128.load(a + half + s), v128.load(b + s)),
        f64x2.mul(v128.load(a + s), v128.load(b + half + s)),
      )
      sum = f64x2.add(sum, im)
      sizes = f64x2.add(sizes, f64x2.abs(im))
      squares = f64x2.add(squares, f64x2.mul(im, im))
      signs = f64x2.add(signs, v128.and(one, f64x2.gt(im, f64x2.splat(0))))
      signs = f64x2.sub(signs, v128.and(one, f64x2.lt(im, f64x2.splat(0))))
    }
    for (let s = even; s < half; s += 8) {
      const im =
        load<f64>(a + half + s) * load<f64>(b + s) - load<f64>(a + s) * load<f64>(b + half + s)
      const single = f64x2.replace_lane(f64x2.splat(0), 0, im)
      sum = f64x2.add(sum, single)
      sizes = f64x2.add(sizes, f64x2.abs(single))
      squares = f64x2.add(squares, f64x2.mul(single, single))
      signs = f64x2.add(signs, v128.and(one, f64x2.gt(single, f64x2.splat(0))))
      signs = f64x2.sub(signs, v128.and(one, f64x2.lt(single, f64x2.splat(0))))
    }
    store<f64>(out, across(sum))
    store<f64>(out, across(sizes), 8)
    store<f64>(out, across(squares), 16)
    store<f64>(out, across(signs), 24)
    out += 32
  }
}

@inline
function across(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1)
}
