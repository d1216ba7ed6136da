import { unset32 } from './recycling.ts'

/** Rows of M frames with K values each. */
export interface Frames {
  /** Shape [R, M, K]. */
  readonly values: Float32Array
  readonly frames: number
  readonly bins: number
}

/**
 * Gives each bin of each row mean 0 and deviation 1 over the frames (divided by M, not M - 1).
 *
 * A bin that is constant becomes 0; one NaN or infinity makes its bin of that row NaN.
 *
 * @returns shape [R, M, K], a new array
 * @see scipy.stats.zscore with ddof=0
 */
export function standardizeFrames({ values, frames, bins }: Frames): Float32Array {
  const out = unset32(values.length)
  const mean = new Float64Array(bins)
  const scale = new Float64Array(bins)
  for (let row = 0; row < values.length; row += frames * bins) {
    mean.fill(0)
    scale.fill(0)
    for (let m = 0, at = row; m < frames; m++) {
      for (let k = 0; k < bins; k++) mean[k] += values[at++]
    }
    for (let k = 0; k < bins; k++) mean[k] /= frames
    for (let m = 0, at = row; m < frames; m++) {
      for (let k = 0; k < bins; k++) scale[k] += (values[at++] - mean[k]) ** 2
    }
    for (let k = 0; k < bins; k++) {
      const deviation = Math.sqrt(scale[k] / frames)
      // What lies below is what rounding leaves of a constant.
      scale[k] = deviation <= 1e-12 * Math.abs(mean[k]) ? 0 : 1 / deviation
    }
    for (let m = 0, at = row; m < frames; m++) {
      for (let k = 0; k < bins; k++, at++) out[at] = (values[at] - mean[k]) * scale[k]
    }
  }
  return out
}

/**
 * Drops the first and last frames of each row.
 *
 * @param edge how many at either end
 * @returns shape [R, M - 2 · edge, K], a new array
 * @throws {RangeError} no frame is left
 */
export function trimFrames({ values, frames, bins }: Frames, edge: number): Float32Array {
  const kept = frames - 2 * edge
  if (kept < 1) throw new RangeError(`${frames} frames without ${edge} at either end`)
  const rows = values.length / Math.max(1, frames * bins)
  const out = unset32(rows * kept * bins)
  for (let r = 0; r < rows; r++) {
    const from = (r * frames + edge) * bins
    out.set(values.subarray(from, from + kept * bins), r * kept * bins)
  }
  return out
}
