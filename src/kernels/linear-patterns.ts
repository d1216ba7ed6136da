/**
 * Turns the weights of linear scores into patterns: the covariance of each feature with each score.
 *
 * A weight says how a feature is used, also to cancel noise; a pattern says what of a feature goes
 * with the score, and may be read as a map. Each score is taken by itself: for one score the result
 * is cov(x) w.
 *
 * @param x features, shape [R, D], R at least 2
 * @param weights shape [K, D]
 * @returns shape [K, D], in units of the feature times those of the score; NaN stays in its column
 * @throws {RangeError} the arrays do not agree with D, or there is one row
 * @see Haufe et al. (2014), NeuroImage 87:96-110, doi:10.1016/j.neuroimage.2013.10.067;
 *   `patterns_` of mne.decoding.LinearModel
 */
export function linearPatterns(x: Float64Array, weights: Float64Array, depth: number) {
  const rows = x.length / depth
  const outputs = weights.length / depth
  if (!Number.isInteger(rows) || !Number.isInteger(outputs) || rows < 2) {
    throw new RangeError(`${x.length} numbers and ${weights.length} weights of ${depth} features`)
  }
  const means = new Float64Array(depth)
  for (let i = 0; i < x.length; i++) means[i % depth] += x[i] / rows
  const out = new Float64Array(outputs * depth)
  for (let k = 0; k < outputs; k++) {
    const own = out.subarray(k * depth, (k + 1) * depth)
    for (let r = 0; r < rows; r++) {
      let score = 0
      for (let d = 0; d < depth; d++)
        score += weights[k * depth + d] * (x[r * depth + d] - means[d])
      for (let d = 0; d < depth; d++) own[d] += score * (x[r * depth + d] - means[d])
    }
    for (let d = 0; d < depth; d++) own[d] /= rows - 1
  }
  return out
}
