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

/** A stretch between two looks, and the matrix that cleans it; without one nothing is changed. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly matrix?: Float64Array
}

/**
 * Replaces the directions of signals that reach further than in clean ones by what the others
 * predict. The covariance is that of a window around each sample; from one matrix to the next
 * signals are blended.
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
  const channels = Math.sqrt(clean.mixing.length)
  const samples = x.length / channels
  const ahead = roundHalfEven((options.windowS / 2) * options.rateHz)
  const padded = new Float64Array(channels * (samples + ahead))
  for (let c = 0; c < channels; c++) {
    padded.set(x.subarray(c * samples, (c + 1) * samples), c * (samples + ahead))
  }
  const state = new Float64Array(channels * (clean.shaping.a.length - 1)).fill(1)
  iirFilter(padded, channels, clean.shaping, state)
  const shaped = iirFilter(padded, channels, clean.shaping, state)
  const stretches = stretchesOf(shaped, clean, options)
  const values = x.slice()
  let changed = 0
  let last: Float64Array | undefined
  for (const { from, to, matrix } of stretches) {
    if (matrix || last) {
      const span = { from: from - ahead, to: to - ahead }
      changed += blend(values, x, { ...span, matrix, last }, channels)
    }
    last = matrix
  }
  return { values, changed }
}

/** Looks at the covariance of a running window every `step` samples, first at the first sample. */
function stretchesOf(
  shaped: Float64Array,
  clean: CleanSubspace,
  { rateHz, windowS, mostShare, step }: ReconstructOptions,
): Stretch[] {
  const channels = Math.sqrt(clean.mixing.length)
  const samples = shaped.length / channels
  const length = roundHalfEven(windowS * rateHz)
  const most = roundHalfEven(channels * mostShare)
  const covariance = new Float64Array(channels * channels)
  const out: Stretch[] = []
  let from = 0
  for (let end = 1; from < samples; end = Math.min(end === 1 ? step : end + step, samples)) {
    for (let t = from; t < end; t++) {
      addColumn(covariance, shaped, t, { channels, weight: 1 / length })
      if (t >= length) {
        addColumn(covariance, shaped, t - length, { channels, weight: -1 / length })
      }
    }
    out.push({ from, to: end, matrix: cleaningMatrix(covariance, clean, most) })
    from = end
  }
  return out
}

function addColumn(
  sum: Float64Array,
  x: Float64Array,
  t: number,
  { channels, weight }: { readonly channels: number; readonly weight: number },
): void {
  const samples = x.length / channels
  for (let c = 0; c < channels; c++) {
    const value = weight * x[c * samples + t]
    for (let d = 0; d < channels; d++) sum[c * channels + d] += value * x[d * samples + t]
  }
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
