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
  const isSame = a === b
  const out = new Float64Array(rows * cols)
  const cosines = new Float64Array(cols)
  for (let i = 0; i < rows; i++) {
    const first = isSame ? i : 0
    for (let j = first; j < cols; j++) {
      const [p, q] = [3 * i, 3 * j]
      const dot = from[p] * to[q] + from[p + 1] * to[q + 1] + from[p + 2] * to[q + 2]
      cosines[j] = Math.max(-1, Math.min(1, dot))
    }
    const row = out.subarray(i * cols + first, (i + 1) * cols)
    putLegendreSums(cosines.subarray(first), factors, row)
    for (let j = first + 1; isSame && j < cols; j++) out[j * cols + i] = out[i * cols + j]
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
function putLegendreSums(x: Float64Array, factors: Float64Array, sums: Float64Array): void {
  const before = new Float64Array(x.length).fill(1)
  const now = x.slice()
  for (let n = 1; n <= factors.length; n++) {
    const [factor, odd, next] = [factors[n - 1], 2 * n + 1, n + 1]
    for (let j = 0; j < x.length; j++) {
      const value = now[j]
      sums[j] += factor * value
      now[j] = (odd * x[j] * value - n * before[j]) / next
      before[j] = value
    }
  }
}
