/**
 * Turns scores into probabilities, row by row, in place.
 *
 * @param scores shape [R, K]; minus infinity becomes 0
 * @param classes K
 * @returns `scores`, each row from 0 to 1 with sum 1; NaN stays in its row
 */
export function softmax(scores: Float64Array, classes: number): Float64Array {
  for (let from = 0; from < scores.length; from += classes) {
    let top = -Infinity
    for (let k = 0; k < classes; k++) top = Math.max(top, scores[from + k])
    let sum = 0
    for (let k = 0; k < classes; k++) {
      const size = Math.exp(scores[from + k] - top)
      scores[from + k] = size
      sum += size
    }
    for (let k = 0; k < classes; k++) scores[from + k] /= sum
  }
  return scores
}
