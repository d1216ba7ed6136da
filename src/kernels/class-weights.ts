/**
 * What each row counts in a loss over classes.
 *
 * `balanced` gives each class the same total: rows / (classes · rows of the class), so that the
 * mean over rows is 1.
 *
 * @param y class positions, shape [R]
 * @param counts rows of each class, shape [K], all above 0
 * @returns shape [R]
 */
export function classWeights(
  y: Float64Array,
  counts: Float64Array,
  how: 'none' | 'balanced',
): Float64Array {
  if (how === 'none') return new Float64Array(y.length).fill(1)
  return y.map((k) => y.length / (counts.length * counts[k]))
}
