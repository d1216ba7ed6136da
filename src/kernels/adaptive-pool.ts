/**
 * Brings each row to a given length: number i of the result is the mean or the largest of the
 * numbers from floor(i N / M) up to, not including, ceil((i + 1) N / M), so bins differ by one in
 * length, may share a number at their border, and repeat numbers where M is above N.
 *
 * A NaN stays in the bins that hold it.
 *
 * @param x shape [R, N], N at least 1
 * @param rows R
 * @param length M, at least 1
 * @returns shape [R, M]
 * @throws {RangeError} rows are empty, or `length` is below 1
 * @see torch.nn.AdaptiveAvgPool1d and AdaptiveMaxPool1d
 */
export function adaptivePool(
  x: ArrayLike<number>,
  rows: number,
  length: number,
  by: 'mean' | 'max',
): Float32Array {
  const size = x.length / Math.max(1, rows)
  if (length < 1 || (rows > 0 && size < 1)) throw new RangeError(`${size} numbers to ${length}`)
  const out = new Float32Array(rows * length)
  const bin = by === 'mean' ? meanOf : largestOf
  for (let i = 0; i < length; i++) {
    const from = Math.floor((i * size) / length)
    const to = Math.ceil(((i + 1) * size) / length)
    for (let r = 0; r < rows; r++) out[r * length + i] = bin(x, r * size + from, r * size + to)
  }
  return out
}

function meanOf(x: ArrayLike<number>, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += x[i]
  return sum / (to - from)
}

function largestOf(x: ArrayLike<number>, from: number, to: number): number {
  let largest = x[from]
  for (let i = from + 1; i < to; i++) largest = Math.max(largest, x[i])
  return largest
}
