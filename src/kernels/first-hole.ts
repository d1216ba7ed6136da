/**
 * Finds the first value that is not finite in a row of shape [T]; -1 when there is none.
 */
export function firstHole(row: Float32Array): number {
  for (let t = 0; t < row.length; t++) if (!Number.isFinite(row[t])) return t
  return -1
}
