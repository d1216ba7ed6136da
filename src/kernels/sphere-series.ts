import { inDenseRoom } from './wasm/dense-wasm.ts'

/**
 * Sums the Legendre series of spherical splines for pairs of places: (2n + 1) / (n (n + 1))^power
 * / 4 pi times the polynomial of degree n at the cosine of their angle, n from 1 on.
 *
 * @param a places around the centre, shape [A, 3]; directions count, not distances
 * @param b shape [B, 3]; the same array as `a` takes half the time
 * @param power m for the spline itself, m - 1 for its surface Laplacian (with sign)
 * @param terms of the series
 * @returns shape [A, B]
 * @throws {RangeError} a place is not finite, or the centre itself
 * @see Perrin et al. (1989), doi:10.1016/0013-4694(89)90180-6; `mne.channels.interpolation._calc_g`
 */
export function sphereSeries(
  a: Float64Array,
  b: Float64Array,
  power: number,
  terms: number,
): Float64Array {
  const [from, to] = [directions(a), directions(b)]
  const [rows, cols] = [from.length / 3, to.length / 3]
  const factors = Float64Array.from({ length: terms }, (_, i) => {
    const n = i + 1
    return (2 * n + 1) / ((n * (n + 1)) ** power * 4 * Math.PI)
  })
  // of a place with itself and those behind it, where both are the same
  const firstOf = (i: number) => (a === b ? i : 0)
  const cosines = new Float64Array(rows * cols)
  let pairs = 0
  for (let i = 0; i < rows; i++) {
    for (let j = firstOf(i); j < cols; j++) {
      const [p, q] = [3 * i, 3 * j]
      const dot = from[p] * to[q] + from[p + 1] * to[q + 1] + from[p + 2] * to[q + 2]
      cosines[pairs++] = Math.max(-1, Math.min(1, dot))
    }
  }
  const sums = legendreSums(cosines.subarray(0, pairs), factors)
  if (a !== b) return sums
  const out = new Float64Array(rows * cols)
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = i; j < cols; j++) {
      out[i * cols + j] = sums[at]
      out[j * cols + i] = sums[at++]
    }
  }
  return out
}

/** Unit vectors, shape [N, 3]. */
function directions(places: Float64Array): Float64Array {
  const out = places.slice()
  for (let i = 0; i + 2 < out.length; i += 3) {
    const length = Math.hypot(out[i], out[i + 1], out[i + 2])
    if (!(length > 0 && Number.isFinite(length))) {
      throw new RangeError(`electrode ${i / 3} has no direction`)
    }
    for (let axis = 0; axis < 3; axis++) out[i + axis] /= length
  }
  return out
}

/** The sums of factors times Legendre polynomials of degree 1, 2, ... at each x. */
function legendreSums(x: Float64Array, factors: Float64Array): Float64Array {
  const count = 8 * Math.ceil(x.length / 8)
  const bytes = [8 * count, 8 * factors.length, 8 * count]
  return inDenseRoom(bytes, ({ wasm, f64, at }) => {
    f64.set(x, at[0] / 8)
    f64.fill(0, at[0] / 8 + x.length, at[0] / 8 + count)
    f64.set(factors, at[1] / 8)
    wasm.legendreSums(at[0], count, at[1], factors.length, at[2])
    return f64.slice(at[2] / 8, at[2] / 8 + x.length)
  })
}
