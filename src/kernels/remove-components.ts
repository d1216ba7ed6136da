import type { IndependentComponents } from './independent-components.ts'
import { unset32 } from './recycling.ts'

/**
 * Takes components out of signals: each channel less what the components bring to it. Means stay,
 * and so does what components leave unexplained.
 *
 * @param x shape [C, T]; may be other signals of the same channels than those that were decomposed
 * @param found the decomposition
 * @param removed numbers of components
 * @returns shape [C, T], a new array; a NaN at a sample makes that sample NaN in all channels
 * @see `mne.preprocessing.ICA.apply`
 */
export function removeComponents(
  x: Float32Array,
  found: Pick<IndependentComponents, 'means' | 'mixing' | 'unmixing'>,
  removed: readonly number[],
): Float32Array {
  const { means, mixing, unmixing } = found
  const channels = means.length
  const samples = x.length / channels
  const count = mixing.length / channels
  const out = unset32(x.length)
  const rest = new Float64Array(samples)
  const sources = removed.map((k) =>
    sourceOf(x, unmixing.subarray(k * channels, (k + 1) * channels), means),
  )
  for (let c = 0; c < channels; c++) {
    const from = c * samples
    for (let t = 0; t < samples; t++) rest[t] = x[from + t]
    for (const [i, k] of removed.entries()) {
      const share = mixing[c * count + k]
      const source = sources[i]
      for (let t = 0; t < samples; t++) rest[t] -= share * source[t]
    }
    for (let t = 0; t < samples; t++) out[from + t] = rest[t]
  }
  return out
}

/**
 * One source of signals.
 *
 * @param x shape [C, T]
 * @param weights its row of the unmixing matrix, shape [C]
 * @param means subtracted from the channels first, shape [C]
 * @returns shape [T]
 */
export function sourceOf(
  x: ArrayLike<number>,
  weights: Float64Array,
  means: Float64Array,
): Float64Array {
  const samples = x.length / weights.length
  const out = new Float64Array(samples)
  for (let c = 0; c < weights.length; c++) {
    const [weight, mean] = [weights[c], means[c]]
    for (let t = 0, i = c * samples; t < samples; t++, i++) out[t] += weight * (x[i] - mean)
  }
  return out
}
