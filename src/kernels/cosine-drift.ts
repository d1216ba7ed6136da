/**
 * Makes the slow cosines (DCT-II) that a high-pass of an edge regresses out.
 *
 * There are min(T - 1, floor(2 · T · highPassHz / rateHz)) of them, the slowest first, each of
 * length 1; an edge so low that there is none gives an empty array.
 *
 * @param samples T, at least 1
 * @param highPassHz edge, Hz, 0 or above
 * @param rateHz samples a second, above 0
 * @returns shape [K, T]
 * @see nilearn.signal.create_cosine_drift, without its constant
 */
export function cosineDrift(samples: number, highPassHz: number, rateHz: number): Float64Array {
  // nilearn takes the step of time from its ends, (T - 1) / rateHz / (T - 1)
  const step = (samples - 1) / rateHz / Math.max(samples - 1, 1)
  const count = Math.max(0, Math.min(samples - 1, Math.floor(2 * samples * highPassHz * step)))
  const out = new Float64Array(count * samples)
  const height = Math.sqrt(2 / samples)
  for (let k = 0; k < count; k++) {
    for (let t = 0; t < samples; t++) {
      out[k * samples + t] = height * Math.cos((Math.PI / samples) * (t + 0.5) * (k + 1))
    }
  }
  return out
}
