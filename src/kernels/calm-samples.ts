import { cleanDistribution } from './clean-distribution.ts'
import { roundHalfEven } from './round-half-even.ts'

/** Windows that calibration looks at. */
export interface CalmOptions {
  readonly rateHz: number
  /** Length of a window, s. */
  readonly windowS: number
  /** Share of the channels that may be off in a window that is kept. */
  readonly badShare: number
}

/** How far from its clean amplitude a channel may be, in deviations: below and above. */
const BELOW = -3.5
const ABOVE = 5

/** Two windows share this much. */
export const OVERLAP = 0.66

/**
 * Finds the samples that lie in no window in which too many channels are louder or quieter than
 * their clean amplitude.
 *
 * @param x signals, shape [C, T], finite, high-passed
 * @param channels C
 * @returns 1 for samples that are kept, shape [T]
 * @throws {RangeError} fewer than 20 windows
 * @see `clean_windows` of EEGLAB's clean_rawdata; `asrpy.clean_windows`
 */
export function calmSamples(
  x: Float32Array | Float64Array,
  channels: number,
  options: CalmOptions,
): Uint8Array {
  const { rateHz, windowS, badShare } = options
  const samples = x.length / channels
  const length = Math.trunc(windowS * rateHz)
  const offsets = windowOffsets(samples, length, length * (1 - OVERLAP)).map(roundHalfEven)
  const scores = Array.from({ length: channels }, (_, c) => {
    const amplitudes = windowAmplitudes(x.subarray(c * samples, (c + 1) * samples), offsets, length)
    const { mean, deviation } = cleanDistribution(amplitudes)
    return amplitudes.map((value) => (value - mean) / deviation)
  })
  const allowed = roundHalfEven(channels * badShare)
  const kept = new Uint8Array(samples).fill(1)
  for (const [w, offset] of offsets.entries()) {
    const own = Float64Array.from(scores, (score) => {
      return Number.isNaN(score[w]) ? Number.POSITIVE_INFINITY : score[w]
    }).sort()
    const isLoud = own[channels - 1 - allowed] > ABOVE
    if (isLoud || own[allowed] < BELOW) kept.fill(0, offset, offset + length)
  }
  return kept
}

/** Where windows begin: multiples of a step that leave room for a window, not rounded. */
export function windowOffsets(samples: number, length: number, step: number): number[] {
  const count = Math.max(0, Math.ceil((samples - length) / step))
  return Array.from({ length: count }, (_, i) => i * step)
}

/** The root mean square of a row, shape [T], in each window. */
export function windowAmplitudes(
  row: Float32Array | Float64Array,
  offsets: readonly number[],
  length: number,
): Float64Array {
  return Float64Array.from(offsets, (offset) => {
    let sum = 0
    for (let t = offset; t < offset + length; t++) sum += row[t] * row[t]
    return Math.sqrt(sum / length)
  })
}
