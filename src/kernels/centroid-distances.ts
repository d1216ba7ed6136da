/**
 * Euclidean distances of rows from centroids.
 *
 * @param x shape [R, D]
 * @param centroids shape [K, D]
 * @param depth D
 * @returns shape [R, K]; NaN stays in its row
 */
export function centroidDistances(
  x: Float64Array,
  centroids: Float64Array,
  depth: number,
): Float64Array {
  const out = new Float64Array((x.length / depth) * (centroids.length / depth))
  let at = 0
  for (let from = 0; from < x.length; from += depth) {
    for (let to = 0; to < centroids.length; to += depth) {
      let sum = 0
      for (let d = 0; d < depth; d++) {
        const apart = x[from + d] - centroids[to + d]
        sum += apart * apart
      }
      out[at++] = Math.sqrt(sum)
    }
  }
  return out
}
