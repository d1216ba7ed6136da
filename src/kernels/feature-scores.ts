/**
 * One-way analysis of variance of each feature: the variance between classes over the variance
 * within them, F with K - 1 and R - K degrees of freedom.
 *
 * Classes without rows do not count. A feature that is constant gives NaN; one that varies between
 * classes alone gives infinity.
 *
 * @param x shape [R, D]
 * @param y class codes from 0, shape [R]
 * @returns F, shape [D]
 * @see `sklearn.feature_selection.f_classif`
 */
export function anovaScores(x: Float64Array, y: ArrayLike<number>): Float64Array {
  const rows = y.length
  const depth = x.length / rows
  const { codes, counts } = presentCodes(y)
  const classes = counts.length
  const means = new Float64Array(classes * depth)
  const all = new Float64Array(depth)
  for (let r = 0, at = 0; r < rows; r++) {
    const own = codes[r] * depth
    for (let d = 0; d < depth; d++, at++) {
      means[own + d] += x[at] / counts[codes[r]]
      all[d] += x[at] / rows
    }
  }
  const within = new Float64Array(depth)
  for (let r = 0, at = 0; r < rows; r++) {
    const own = codes[r] * depth
    for (let d = 0; d < depth; d++, at++) within[d] += (x[at] - means[own + d]) ** 2
  }
  return within.map((inside, d) => {
    let between = 0
    for (let k = 0; k < classes; k++) between += counts[k] * (means[k * depth + d] - all[d]) ** 2
    return between / (classes - 1) / (inside / (rows - classes))
  })
}

/**
 * The F of a straight line through each feature and a number, with 1 and R - 2 degrees of freedom:
 * r² / (1 - r²) · (R - 2). A constant feature gives NaN.
 *
 * @param x shape [R, D]
 * @param y shape [R]
 * @returns F, shape [D]
 * @see `sklearn.feature_selection.f_regression`
 */
export function regressionScores(x: Float64Array, y: ArrayLike<number>): Float64Array {
  const rows = y.length
  const depth = x.length / rows
  let mean = 0
  for (let r = 0; r < rows; r++) mean += y[r] / rows
  const means = new Float64Array(depth)
  for (let i = 0; i < x.length; i++) means[i % depth] += x[i] / rows
  const [products, squares] = [new Float64Array(depth), new Float64Array(depth)]
  let total = 0
  for (let r = 0, at = 0; r < rows; r++) {
    const b = y[r] - mean
    total += b * b
    for (let d = 0; d < depth; d++, at++) {
      const a = x[at] - means[d]
      products[d] += a * b
      squares[d] += a * a
    }
  }
  return products.map((product, d) => {
    const shared = (product / squares[d]) * (product / total)
    return (shared / (1 - shared)) * (rows - 2)
  })
}

/** Codes 0, 1, ... of the classes that have rows, and the rows of each. */
function presentCodes(y: ArrayLike<number>): { codes: Int32Array; counts: Float64Array } {
  const present = [...new Set(Array.from(y))].sort((a, b) => a - b)
  const place = new Map(present.map((code, k) => [code, k]))
  const codes = Int32Array.from(y, (code) => place.get(code) ?? 0)
  const counts = new Float64Array(present.length)
  for (const k of codes) counts[k]++
  return { codes, counts }
}
