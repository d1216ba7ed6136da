/**
 * Orders x[first..last] just so far that place k holds what it would hold if all were sorted.
 *
 * What is before it is then no greater, what is after it no smaller. Takes time in proportion to
 * the number of values.
 *
 * @param x shape [N], none of the values in question is NaN; changed
 * @param span first and last place that take part, both included
 * @param k a place within `span`
 * @see Hoare (1961), Algorithm 65: Find; numpy.partition
 */
export function selectWithin(
  x: Float32Array | Float64Array,
  span: { first: number; last: number },
  k: number,
): void {
  let { first, last } = span
  while (last > first) {
    const pivot = middleOf(x[first], x[(first + last) >> 1], x[last])
    let [i, j] = [first, last]
    while (i <= j) {
      while (x[i] < pivot) i++
      while (x[j] > pivot) j--
      if (i > j) break
      const kept = x[i]
      x[i++] = x[j]
      x[j--] = kept
    }
    if (k <= j) last = j
    else if (k >= i) first = i
    else return
  }
}

function middleOf(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : a < c ? c : a
  return a < c ? a : b < c ? c : b
}
