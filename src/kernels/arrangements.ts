/**
 * How many different orders the values have: equal ones can be exchanged without a difference.
 *
 * @param values shape [N]
 * @returns N! divided by the factorials of how often each value occurs; may be infinite
 */
export function countArrangements(values: ArrayLike<number>): number {
  const seen = new Map<number, number>()
  let count = 1
  for (let i = 0; i < values.length; i++) {
    const times = (seen.get(values[i]) ?? 0) + 1
    seen.set(values[i], times)
    count = (count * (i + 1)) / times
  }
  return Math.round(count)
}

/**
 * Visits every different order of the values once, in ascending order of the words they form.
 *
 * @param values shape [N]; not changed
 * @param visit gets one array, shape [N], which is overwritten for the next order
 */
export function eachArrangement(
  values: ArrayLike<number>,
  visit: (order: Float64Array) => void,
): void {
  const order = Float64Array.from(values).sort()
  do visit(order)
  while (advance(order))
}

/** Makes the next order in place; false after the last. */
function advance(order: Float64Array): boolean {
  let i = order.length - 2
  while (i >= 0 && order[i] >= order[i + 1]) i--
  if (i < 0) return false
  let j = order.length - 1
  while (order[j] <= order[i]) j--
  swap(order, i, j)
  for (let a = i + 1, b = order.length - 1; a < b; a++, b--) swap(order, a, b)
  return true
}

function swap(order: Float64Array, i: number, j: number): void {
  const kept = order[i]
  order[i] = order[j]
  order[j] = kept
}
