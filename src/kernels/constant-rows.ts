/**
 * Counts the rows that have one value throughout; a row with NaN has not.
 *
 * @param x shape [R, T]
 * @param rows R, above 0
 * @returns 0 to R; rows of one sample count
 * @throws {RangeError} R does not divide the length
 */
export function constantRows(x: ArrayLike<number>, rows: number): number {
  const samples = x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values, not ${rows} rows`)
  let count = 0
  for (let from = 0; from < x.length; from += samples) {
    let t = from
    while (t < from + samples && x[t] === x[from]) t++
    if (t === from + samples) count++
  }
  return count
}
