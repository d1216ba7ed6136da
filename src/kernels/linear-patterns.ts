import { linearScores } from './linear-scores.ts'

/**
 * What features do when a linear score rises by 1: the covariance of each feature with each score
 * over the variance of the score. A score that does not vary gives NaN.
 *
 * Scores are taken one by one, so scores that go together share what they have in common.
 *
 * @param x shape [R, D]
 * @param weights shape [K, D]
 * @returns shape [K, D], in units of the features over those of the scores
 * @see Haufe et al. (2014), NeuroImage 87:96-110, doi:10.1016/j.neuroimage.2013.10.067, equation 6
 *   for one component
 */
export function linearPatterns(x: Float64Array, rows: number, weights: Float64Array): Float64Array {
  const depth = x.length / rows
  const outputs = weights.length / depth
  const scores = linearScores(x, rows, { weights, intercepts: new Float64Array(outputs) })
  for (let k = 0; k < outputs; k++) {
    let mean = 0
    for (let r = 0; r < rows; r++) mean += scores[r * outputs + k] / rows
    for (let r = 0; r < rows; r++) scores[r * outputs + k] -= mean
  }
  const out = new Float64Array(weights.length)
  const squares = new Float64Array(outputs)
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < outputs; k++) {
      const score = scores[r * outputs + k]
      squares[k] += score * score
      for (let d = 0; d < depth; d++) out[k * depth + d] += score * x[r * depth + d]
    }
  }
  return out.map((sum, i) => sum / squares[Math.floor(i / depth)])
}
