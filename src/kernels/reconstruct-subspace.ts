import { eigenSymmetric } from './eigen-symmetric.ts'
import { iirFilter } from './iir-filter.ts'
import { roundHalfEven } from './round-half-even.ts'
import type { CleanSubspace } from './subspace-reconstruction.ts'

export interface ReconstructOptions {
  readonly rateHz: number
  readonly windowS: number
  /** Share of the directions that may be replaced at a time. */
  readonly mostShare: number
  /** Samples from one look at the covariance to the next. */
  readonly step: number
}

/** Samples that are filtered at once. */
const BLOCK = 4096

/**
 * Replaces the directions of signals that reach further than in clean ones by what the others
 * predict. The covariance is that of a window around each sample; from one matrix to the next
 * signals are blended. Beside the result it needs the memory of one window.
 *
 * @param x signals, shape [C, T], finite
 * @param clean what was calibrated
 * @returns signals, shape [C, T], and how many of them were changed
 * @see `asrpy.asr_process` with one split; it leaves the last step as it is
 */
export function reconstructSubspace(
  x: Float32Array,
  clean: CleanSubspace,
  options: ReconstructOptions,
): { readonly values: Float32Array; readonly changed: number } {
  const { rateHz, windowS, mostShare, step } = options
  const channels = Math.sqrt(clean.mixing.length)
  const ahead = roundHalfEven((windowS / 2) * rateHz)
  const end = x.length / channels + ahead
  const most = roundHalfEven(channels * mostShare)
  const goOn = runningCovariance(x, clean, options)
  const values = x.slice()
  let [changed, from] = [0, 0]
  let last: Float64Array | undefined
  // looks at the first sample, and then every `step` samples
  for (let to = 1; from < end; to = Math.min(to === 1 ? step : to + step, end)) {
    const matrix = cleaningMatrix(goOn(from, to), clean, most)
    if (matrix || last) {
      const span = { from: from - ahead, to: to - ahead }
      changed += blend(values, x, { ...span, matrix, last }, channels)
    }
    last = matrix
    from = to
  }
  return { values, changed }
}

/** A function that adds samples [from, to), which follow those before, to a running covariance. */
function runningCovariance(
  x: Float32Array,
  clean: CleanSubspace,
  { rateHz, windowS, step }: ReconstructOptions,
): (from: number, to: number) => Float64Array {
  const channels = Math.sqrt(clean.mixing.length)
  const length = roundHalfEven(windowS * rateHz)
  const shaped = shapedSamples(x, clean, roundHalfEven((windowS / 2) * rateHz))
  const kept = length + step
  const ring = new Float64Array(kept * channels)
  const covariance = new Float64Array(channels * channels)
  const add = (t: number, weight: number) => {
    const at = (t % kept) * channels
    for (let c = 0; c < channels; c++) {
      const value = weight * ring[at + c]
      for (let d = 0; d < channels; d++) covariance[c * channels + d] += value * ring[at + d]
    }
  }
  return (from, to) => {
    const own = shaped(from, to)
    for (let t = from; t < to; t++) {
      for (let c = 0; c < channels; c++) {
        ring[(t % kept) * channels + c] = own[c * (to - from) + t - from]
      }
    }
    for (let t = from; t < to; t++) {
      add(t, 1 / length)
      if (t >= length) add(t - length, -1 / length)
    }
    return covariance
  }
}

/**
 * A function that gives samples [from, to), which follow those before, as the filter shapes them,
 * shape [C, to - from]; `ahead` zeros follow the signals.
 */
function shapedSamples(
  x: Float32Array,
  { mixing, shaping }: CleanSubspace,
  ahead: number,
): (from: number, to: number) => Float64Array {
  const channels = Math.sqrt(mixing.length)
  const samples = x.length / channels
  const state = new Float64Array(channels * (shaping.a.length - 1)).fill(1)
  const next = (from: number, to: number) => {
    const padded = new Float64Array(channels * (to - from))
    for (let c = 0; c < channels; c++) {
      const row = c * samples
      const own = x.subarray(row + Math.min(from, samples), row + Math.min(to, samples))
      padded.set(own, c * (to - from))
    }
    return iirFilter(padded, channels, shaping, state)
  }
  // the filter begins where it ends
  const end = samples + ahead
  for (let from = 0; from < end; from += BLOCK) next(from, Math.min(end, from + BLOCK))
  return next
}

/** What brings signals back to their clean directions; `undefined` when all are clean. */
function cleaningMatrix(
  covariance: Float64Array,
  { mixing, thresholds }: CleanSubspace,
  most: number,
): Float64Array | undefined {
  const n = Math.sqrt(covariance.length)
  const { values, vectors } = eigenSymmetric(covariance, n)
  const kept = [...values.keys()].filter((k) => {
    if (k + 1 < n - most) return true
    let limit = 0
    for (let i = 0; i < n; i++) {
      let dot = 0
      for (let c = 0; c < n; c++) dot += thresholds[i * n + c] * vectors[c * n + k]
      limit += dot * dot
    }
    return values[k] < limit
  })
  if (kept.length === n) return undefined
  // rows of directions times mixing, A; what is kept is mixing · A⁺ · directions
  const rows = kept.length
  const a = new Float64Array(rows * n)
  for (const [i, k] of kept.entries()) {
    for (let c = 0; c < n; c++) {
      for (let d = 0; d < n; d++) a[i * n + d] += vectors[c * n + k] * mixing[c * n + d]
    }
  }
  const inverse = pseudoInverse(a, rows, n)
  const out = new Float64Array(n * n)
  for (let c = 0; c < n; c++) {
    for (let i = 0; i < rows; i++) {
      let weight = 0
      for (let d = 0; d < n; d++) weight += mixing[c * n + d] * inverse[d * rows + i]
      for (let d = 0; d < n; d++) out[c * n + d] += weight * vectors[d * n + kept[i]]
    }
  }
  return out
}

/** Aᵀ (A Aᵀ)⁺, shape [N, R]; directions below 1e-12 of the strongest are left out. */
function pseudoInverse(a: Float64Array, rows: number, n: number): Float64Array {
  const gram = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      for (let d = 0; d < n; d++) gram[i * rows + j] += a[i * n + d] * a[j * n + d]
    }
  }
  const { values, vectors } = eigenSymmetric(gram, rows)
  const least = 1e-12 * Math.max(...values, 0)
  const out = new Float64Array(n * rows)
  for (let k = 0; k < rows; k++) {
    if (!(values[k] > least)) continue
    for (let d = 0; d < n; d++) {
      let dot = 0
      for (let i = 0; i < rows; i++) dot += a[i * n + d] * vectors[i * rows + k]
      for (let i = 0; i < rows; i++) {
        out[d * rows + i] += (dot / values[k]) * vectors[i * rows + k]
      }
    }
  }
  return out
}

interface Blend {
  readonly from: number
  readonly to: number
  readonly matrix?: Float64Array
  readonly last?: Float64Array
}

/** Writes a stretch that goes from one matrix to the next; gives how many samples it has. */
function blend(
  values: Float32Array,
  x: Float32Array,
  { from, to, matrix, last }: Blend,
  channels: number,
): number {
  const samples = x.length / channels
  const column = new Float64Array(channels)
  const [begin, end] = [Math.max(0, from), Math.min(samples, to)]
  for (let t = begin; t < end; t++) {
    const share = (1 - Math.cos((Math.PI * (t - from + 1)) / (to - from))) / 2
    for (let c = 0; c < channels; c++) column[c] = x[c * samples + t]
    for (let c = 0; c < channels; c++) {
      const next = matrix ? dot(matrix, c, column) : column[c]
      const old = last ? dot(last, c, column) : column[c]
      values[c * samples + t] = share * next + (1 - share) * old
    }
  }
  return Math.max(0, end - begin)
}

function dot(matrix: Float64Array, row: number, column: Float64Array): number {
  let sum = 0
  for (let d = 0; d < column.length; d++) sum += matrix[row * column.length + d] * column[d]
  return sum
}
