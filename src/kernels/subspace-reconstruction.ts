import { calmSamples, OVERLAP, windowAmplitudes, windowOffsets } from './calm-samples.ts'
import { cleanDistribution } from './clean-distribution.ts'
import { eigenSymmetric } from './eigen-symmetric.ts'
import { geometricMedian } from './geometric-median.ts'
import { type IirTaps, iirFilter } from './iir-filter.ts'
import { roundHalfEven } from './round-half-even.ts'
import { yuleWalk } from './yule-walk.ts'

export interface SubspaceOptions {
  readonly rateHz: number
  /** Deviations above the clean amplitude of a direction from which on it is an artefact. */
  readonly cutoff: number
  /** Length of the windows that are looked at, s. */
  readonly windowS: number
  /** Share of the channels that may be off in a window of the calibration. */
  readonly badShare: number
}

/** What is clean: how channels mix, and how far each direction reaches. */
export interface CleanSubspace {
  /** Root of the clean covariance, shape [C, C]. */
  readonly mixing: Float64Array
  /** Limits of the directions, times the directions, shape [C, C]. */
  readonly thresholds: Float64Array
  readonly shaping: IirTaps
  /** Share of the samples that the calibration kept. */
  readonly keptShare: number
}

/** Samples of a block whose covariances are averaged robustly. */
const BLOCK = 100

/**
 * Calibrates artifact subspace reconstruction on a stretch of which most is clean: windows with
 * artefacts are left out, then amplitudes of the principal directions are taken, of signals shaped
 * so that alpha and beta count less.
 *
 * @param x signals in uV, shape [C, T], finite, high-passed
 * @throws {RangeError} fewer than 20 windows are left, or a rate of 82 Hz or less
 * @see Mullen et al. (2015), doi:10.1109/TBME.2015.2481482; Kothe & Jung (2016), US patent
 *   application 14/895,440; `asrpy.ASR.fit`
 */
export function cleanSubspace(
  x: Float32Array | Float64Array,
  channels: number,
  options: SubspaceOptions,
): CleanSubspace {
  const shaping = shapingFilter(options.rateHz)
  const kept = calmSamples(x, channels, options)
  const calm = keptColumns(x, channels, kept)
  const shaped = iirFilter(calm, channels, shaping)
  const covariance = geometricMedian(blockCovariances(shaped, channels), channels * channels)
  const { values, vectors } = eigenSymmetric(covariance, channels)
  const roots = values.map((value) => Math.sqrt(Math.max(value, 0)))
  const mixing = new Float64Array(channels * channels)
  const thresholds = new Float64Array(channels * channels)
  const samples = calm.length / channels
  const length = roundHalfEven(options.windowS * options.rateHz)
  const step = roundHalfEven(length * (1 - OVERLAP))
  const offsets = windowOffsets(samples, length, step)
  for (let k = 0; k < channels; k++) {
    const direction = Float64Array.from({ length: channels }, (_, c) => vectors[c * channels + k])
    const row = new Float64Array(samples)
    for (let c = 0; c < channels; c++) addTo(row, shaped, c * samples, direction[c])
    const found = cleanDistribution(windowAmplitudes(row, offsets, length))
    const limit = found.mean + options.cutoff * found.deviation
    for (let c = 0; c < channels; c++) {
      thresholds[k * channels + c] = limit * direction[c]
      for (let d = 0; d < channels; d++) {
        mixing[c * channels + d] += roots[k] * direction[c] * direction[d]
      }
    }
  }
  const keptShare = samples / (x.length / channels)
  return { mixing, thresholds, shaping, keptShare }
}

function addTo(sum: Float64Array, x: Float64Array, from: number, weight: number): void {
  for (let t = 0; t < sum.length; t++) sum[t] += weight * x[from + t]
}

/** The filter that makes delta and muscles count more and alpha less, of order 8. */
function shapingFilter(rateHz: number): IirTaps {
  const high = Math.min(80, rateHz / 2 - 1)
  const edges = [0, 2, 3, 13, 16, 40, high, rateHz / 2].map((hz) => (hz * 2) / rateHz)
  return yuleWalk(8, edges, [3, 0.75, 0.33, 0.33, 1, 1, 3, 3])
}

function keptColumns(x: Float32Array | Float64Array, channels: number, kept: Uint8Array) {
  const samples = x.length / channels
  const size = channels * kept.reduce((sum, isKept) => sum + isKept, 0)
  const out = x instanceof Float32Array ? new Float32Array(size) : new Float64Array(size)
  let at = 0
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < samples; t++) if (kept[t] === 1) out[at++] = x[c * samples + t]
  }
  return out
}

/** Mean products of channels in blocks; the last one repeats the last sample. Shape [B, C, C]. */
function blockCovariances(x: Float64Array, channels: number): Float64Array {
  const samples = x.length / channels
  const blocks = Math.ceil((samples - 1) / BLOCK)
  const out = new Float64Array(blocks * channels * channels)
  for (let block = 0; block < blocks; block++) {
    for (let k = 0; k < BLOCK; k++) {
      const t = Math.min(samples - 1, block * BLOCK + k)
      for (let c = 0; c < channels; c++) {
        const at = (block * channels + c) * channels
        const value = x[c * samples + t] / BLOCK
        for (let d = 0; d < channels; d++) out[at + d] += value * x[d * samples + t]
      }
    }
  }
  return out
}
