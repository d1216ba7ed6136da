/**
 * Subtracts from every channel the mean of some, sample by sample.
 *
 * At each sample the mean is over those of the reference channels that are finite there, so a
 * channel that is not finite spoils no other; where none is finite all channels become NaN.
 *
 * @param x signals, shape [C, T], any unit
 * @param channels C; T is `x.length / channels`
 * @param reference indices of the reference channels, at least one
 * @returns shape [C, T], same unit
 * @throws {RangeError} `reference` is empty or holds an index outside 0 to C - 1
 */
export function subtractReference(
  x: Float32Array,
  channels: number,
  reference: readonly number[],
): Float32Array {
  if (reference.length === 0 || reference.some((c) => !(c >= 0 && c < channels))) {
    throw new RangeError(`reference ${reference.join(', ')} is not within ${channels} channels`)
  }
  const samples = x.length / channels
  const sum = new Float64Array(samples)
  const count = new Int32Array(samples)
  for (const c of reference) {
    for (let t = 0, i = c * samples; t < samples; t++, i++) {
      if (x[i] * 0 !== 0) continue
      sum[t] += x[i]
      count[t]++
    }
  }
  for (let t = 0; t < samples; t++) sum[t] /= count[t]
  const out = new Float32Array(x.length)
  for (let c = 0, i = 0; c < channels; c++) {
    for (let t = 0; t < samples; t++, i++) out[i] = x[i] - sum[t]
  }
  return out
}
