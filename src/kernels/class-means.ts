/**
 * The mean row of each class.
 *
 * @param x shape [R, D]
 * @param y class codes 0..K-1, shape [R]
 * @param classes K
 * @returns shape [K, D]; NaN for a class without rows
 * @throws {RangeError} rows of `x` and `y` do not agree
 */
export function classMeans(x: Float64Array, y: Float64Array, classes: number): Float64Array {
  const depth = x.length / y.length
  if (!Number.isInteger(depth)) throw new RangeError(`${x.length} values, ${y.length} labels`)
  const means = new Float64Array(classes * depth)
  const counts = new Float64Array(classes)
  for (let r = 0; r < y.length; r++) {
    const from = r * depth
    const to = y[r] * depth
    counts[y[r]]++
    for (let d = 0; d < depth; d++) means[to + d] += x[from + d]
  }
  for (let k = 0; k < classes; k++) {
    for (let d = 0; d < depth; d++) means[k * depth + d] /= counts[k]
  }
  return means
}
