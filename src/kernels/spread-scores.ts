/**
 * Gives scores of some classes the columns of all classes.
 *
 * @param scores shape [R, P], a column for each class in `present`
 * @param present which of the K classes the columns are, ascending
 * @param absent what a class without a column gets: `zero`, or `lowest`, 1 less than the smallest
 *   score of the row, so that it is never predicted
 * @returns shape [R, K]; `scores` itself when all classes are there
 */
export function spreadScores(
  scores: Float64Array,
  present: readonly number[],
  classes: number,
  absent: 'zero' | 'lowest',
): Float64Array {
  if (present.length === classes) return scores
  const some = present.length
  const rows = scores.length / some
  const out = new Float64Array(rows * classes)
  for (let r = 0; r < rows; r++) {
    const row = scores.subarray(r * some, (r + 1) * some)
    if (absent === 'lowest') out.fill(Math.min(...row) - 1, r * classes, (r + 1) * classes)
    for (let k = 0; k < some; k++) out[r * classes + present[k]] = row[k]
  }
  return out
}

/**
 * Two columns from one decision value: its negative for the first class, itself for the second.
 *
 * @param decision shape [R]
 * @returns shape [R, 2]
 */
export function twoSided(decision: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * decision.length }, (_, i) =>
    i % 2 ? decision[i >> 1] : -decision[i >> 1],
  )
}
