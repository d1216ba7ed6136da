/** What stands behind the last sample of a row: nothing, its mean, or the row again. */
export type RowFill = 'zero' | 'mean' | 'tile'

/**
 * Makes rows longer: by zeros, by the mean of the row, or by the row from its beginning, as often
 * as needed.
 *
 * @param x shape [R, T], T above 0
 * @param rows R
 * @param length new length of a row, T or more
 * @returns shape [R, length]; a NaN in a row makes its mean NaN
 * @throws {RangeError} `length` is below T
 * @see numpy.pad with mode `constant` or `mean` at the end, numpy.resize of each row
 */
export function extendRows(
  x: Float32Array,
  rows: number,
  length: number,
  fill: RowFill,
): Float32Array {
  const samples = x.length / rows
  if (length < samples) throw new RangeError(`${samples} samples are more than ${length}`)
  const out = new Float32Array(rows * length)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    const [from, to] = [r * length, (r + 1) * length]
    out.set(row, from)
    if (fill === 'mean') out.fill(meanOf(row), from + samples, to)
    if (fill !== 'tile') continue
    for (let at = from + samples; at < to; at += samples) out.set(row.subarray(0, to - at), at)
  }
  return out
}

function meanOf(row: Float32Array): number {
  let sum = 0
  for (let t = 0; t < row.length; t++) sum += row[t]
  return sum / row.length
}
