import { unset32 } from './recycling.ts'

/**
 * Mixes the channels of a block by a matrix: w · x.
 *
 * Sums run over the channels in order, in f64. A channel with NaN makes NaN of what it goes into,
 * unless its weight is 0.
 *
 * @param w shape [D, C]
 * @param x shape [C, T]
 * @param samples T
 * @returns shape [D, T]
 * @throws {RangeError} the sizes do not fit
 */
export function mixChannels(w: Float64Array, x: Float32Array, samples: number): Float32Array {
  const channels = samples === 0 ? 0 : x.length / samples
  const rows = channels === 0 ? 0 : w.length / channels
  if (!Number.isInteger(channels) || !Number.isInteger(rows)) {
    throw new RangeError(`${w.length} weights for ${x.length} values of ${samples} samples`)
  }
  const out = unset32(rows * samples)
  const sums = new Float64Array(Math.min(samples, stretch))
  for (let from = 0; from < samples; from += stretch) {
    const length = Math.min(stretch, samples - from)
    for (let d = 0; d < rows; d++) {
      sums.fill(0)
      for (let c = 0; c < channels; c++) {
        const weight = w[d * channels + c]
        if (weight === 0) continue
        const at = c * samples + from
        for (let t = 0; t < length; t++) sums[t] += weight * x[at + t]
      }
      for (let t = 0; t < length; t++) out[d * samples + from + t] = sums[t]
    }
  }
  return out
}

/** Samples that are worked on at a time, so that all channels of them stay close. */
const stretch = 512
