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
  const out = new Float32Array((x.length / block) * inner)
  const sums = new Float64Array(inner)
  for (let from = 0, to = 0; from < x.length; from += block, to += inner) {
    sums.fill(0)
    let b = 0
    for (; b + 4 <= middle; b += 4) addFour(x, from + b * inner, sums)
    for (; b < middle; b++) addRow(x, from + b * inner, sums)
    for (let d = 0; d < inner; d++) out[to + d] = sums[d] / middle
  }
  return out
}

/** Adds four rows that follow each other, one after the other: fewer visits of the sums. */
function addFour(x: Float32Array, from: number, sums: Float64Array): void {
  const inner = sums.length
  const [second, third, fourth] = [from + inner, from + 2 * inner, from + 3 * inner]
  for (let d = 0; d < inner; d++) {
    sums[d] = sums[d] + x[from + d] + x[second + d] + x[third + d] + x[fourth + d]
  }
}

function addRow(x: Float32Array, from: number, sums: Float64Array): void {
  for (let d = 0; d < sums.length; d++) sums[d] += x[from + d]
}
