/**
 * Subtracts from each row the mean of its samples from `first` to `last`, both included.
 *
 * A value that is not finite among them makes its row NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param span first and last sample, from 0 to T - 1
 * @returns shape [R, T], same unit
 * @throws {RangeError} the span is empty or not within the row
 * @see mne.baseline.rescale with mode='mean'
 */
export function removeBaseline(
  x: Float32Array,
  rows: number,
  { first, last }: { readonly first: number; readonly last: number },
): Float32Array {
  const samples = rows === 0 ? 0 : x.length / rows
  if (!(first >= 0 && first <= last && last < samples)) {
    throw new RangeError(`span ${first} to ${last} is not within ${samples} samples`)
  }
  const out = new Float32Array(x.length)
  for (let start = 0; start < x.length; start += samples) {
    let sum = 0
    for (let t = first; t <= last; t++) sum += x[start + t]
    const mean = sum / (last - first + 1)
    for (let t = 0; t < samples; t++) out[start + t] = x[start + t] - mean
  }
  return out
}
