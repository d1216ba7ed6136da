/**
 * Averages a block over its middle axis, summing in f64 in order.
 *
 * A NaN makes the means that it enters NaN and no other.
 *
 * @param x shape [A, B, D]
 * @param middle B, at least 1
 * @param inner D, at least 1
 * @returns means, shape [A, D]
 * @throws {RangeError} the sizes do not divide the number of values
 */
export function meanAxis(x: Float32Array, middle: number, inner: number): Float32Array {
  const block = middle * inner
  if (!(block >= 1) || x.length % block)
    throw new RangeError(`${x.length} values, [${middle}, ${inner}]`)
  const outer = x.length / block
  const out = new Float32Array(outer * inner)
  const sums = new Float64Array(inner)
  for (let a = 0; a < outer; a++) {
    sums.fill(0)
    for (let b = 0, at = a * block; b < middle; b++) {
      for (let d = 0; d < inner; d++) sums[d] += x[at++]
    }
    for (let d = 0; d < inner; d++) out[a * inner + d] = sums[d] / middle
  }
  return out
}
