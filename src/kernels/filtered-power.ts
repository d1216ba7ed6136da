/**
 * The power of filtered channels from their second moments: wᵀ M w of each filter w. Equals the
 * mean square of the filtered samples when M is the mean of x xᵀ over them.
 *
 * @param filters shape [D, C]
 * @param moments M, shape [C, C], symmetric, in u²
 * @param channels C
 * @returns shape [D], in u²; NaN where M has a NaN
 */
export function filteredPower(
  filters: Float64Array,
  moments: Float64Array,
  channels: number,
): Float64Array {
  const out = new Float64Array(filters.length / channels)
  for (let d = 0; d < out.length; d++) {
    const w = d * channels
    let sum = 0
    for (let i = 0; i < channels; i++) {
      let row = 0
      for (let j = 0; j < channels; j++) row += moments[i * channels + j] * filters[w + j]
      sum += filters[w + i] * row
    }
    out[d] = sum
  }
  return out
}
