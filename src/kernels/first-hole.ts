/** Values that are looked at together. */
const SOME = 1024

/**
 * Finds the first value that is not finite in a row of shape [T]; -1 when there is none.
 */
export function firstHole(row: Float32Array | Float64Array): number {
  for (let from = 0; from < row.length; from += SOME) {
    const to = Math.min(from + SOME, row.length)
    if (zeroSum(row, from, to) === 0) continue
    for (let t = from; t < to; t++) if (!Number.isFinite(row[t])) return t
  }
  return -1
}

/** A finite value times 0 is 0, any other is NaN. */
function zeroSum(row: Float32Array | Float64Array, from: number, to: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let t = from
  for (; t + 3 < to; t += 4) {
    s0 += row[t] * 0
    s1 += row[t + 1] * 0
    s2 += row[t + 2] * 0
    s3 += row[t + 3] * 0
  }
  for (; t < to; t++) s0 += row[t] * 0
  return s0 + s1 + s2 + s3
}
