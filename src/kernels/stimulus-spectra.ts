import { bandColumns } from './band-power.ts'
import { segmentSpectra } from './segment-spectra.ts'
import { welchSegments } from './welch-segments.ts'

/** Sums over segments at one frequency: channel y against stimulus x. */
export interface StimulusSpectra {
  /** Density of the channel, and of the stimulus, squared unit / Hz; shape [C, F], [F]. */
  readonly own: Float64Array
  readonly stimulus: Float64Array
  /** Their cross-spectral density, mean of conj(x) y, shape [C, F, 2]. */
  readonly cross: Float64Array
  /** Frequencies of each band, [from, to) of F. */
  readonly columns: readonly { readonly from: number; readonly to: number }[]
}

/**
 * Estimates the spectra of channels and how they go with that of a stimulus, by Welch's method
 * (Hann, constant detrend).
 *
 * @param x shape [C + 1, T], the stimulus last
 * @param channels C
 * @throws {RangeError} the segment does not fit
 * @see scipy.signal.csd and welch
 */
export function stimulusSpectra(
  x: Float32Array,
  channels: number,
  options: {
    readonly rateHz: number
    readonly segment: number
    readonly shared: number
    readonly bandsHz: readonly (readonly [number, number])[]
  },
): StimulusSpectra {
  const columns = bandColumns(options)
  const from = Math.min(...columns.map((band) => band.from))
  const to = Math.max(...columns.map((band) => band.to))
  const width = to - from
  const { scale } = welchSegments(x.length / (channels + 1), options)
  const { values, count } = segmentSpectra(x, channels + 1, options, { from, to })
  const own = new Float64Array(channels * width)
  const stimulus = new Float64Array(width)
  const cross = new Float64Array(2 * channels * width)
  const size = 2 * count
  for (let k = 0; k < width; k++) {
    const by = 2 * scale[from + k]
    const a = (k * (channels + 1) + channels) * size
    for (let i = a; i < a + size; i++) stimulus[k] += by * values[i] * values[i]
    for (let c = 0; c < channels; c++) {
      const b = (k * (channels + 1) + c) * size
      for (let s = 0; s < count; s++) {
        const [ar, ai] = [values[a + s], values[a + count + s]]
        const [br, bi] = [values[b + s], values[b + count + s]]
        own[c * width + k] += by * (br * br + bi * bi)
        cross[2 * (c * width + k)] += by * (ar * br + ai * bi)
        cross[2 * (c * width + k) + 1] += by * (ar * bi - ai * br)
      }
    }
  }
  const inside = columns.map((band) => ({ from: band.from - from, to: band.to - from }))
  return { own, stimulus, cross, columns: inside }
}
