import { butterworth } from './butterworth.ts'
import { cosineDrift } from './cosine-drift.ts'
import { splineWeights } from './cubic-spline.ts'
import { detrend } from './detrend.ts'
import { orthonormalBasis, removeAlong } from './orthonormal-basis.ts'
import { sosFilterBothWays } from './sos-filter.ts'

/** How rows are brought to a common scale at the end. */
export type CleanScale = 'none' | 'z' | 'zSample' | 'percent'

/** What `cleanSignals` does, in this order. */
export interface Cleaning {
  readonly rateHz: number
  /** Scans that stay, ascending; all without it. */
  readonly kept?: Int32Array
  readonly detrend: boolean
  /** Pass band, Hz; an absent edge lets all through. Cosines take `lowHz` alone. */
  readonly filter: 'butterworth' | 'cosine'
  readonly lowHz?: number
  readonly highHz?: number
  readonly order: number
  /** Regressors of all scans, shape [K, T]. */
  readonly confounds?: Float64Array
  readonly standardize: CleanScale
}

/**
 * Cleans time courses as `nilearn.signal.clean` does, in its fixed order.
 *
 * Censored scans are filled by a cubic spline where a Butterworth filter follows (those before the
 * first and after the last kept one are cut off), else left out at once; rows and regressors are
 * detrended, filtered alike (cosines join the regressors instead), and censored; what the centred
 * regressors explain is taken out of the rows; rows are standardised. A row that is constant by
 * then becomes zeros; NaN makes its row NaN. Percent relates to the row's mean before it was
 * detrended.
 *
 * @param x signals, shape [R, T]
 * @param rows R
 * @returns shape [R, T'] with T' the number of kept scans
 * @throws {RangeError} lengths do not agree, an edge is out of range, too few scans to filter, or
 *   as many regressors as scans that stay
 * @see nilearn.signal.clean; Lindquist et al. (2019), Hum. Brain Mapp. 40(8):2358-2376
 */
export function cleanSignals(x: Float32Array, rows: number, cleaning: Cleaning): Float32Array {
  const samples = rows === 0 ? 0 : x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values are no ${rows} rows`)
  if (samples === 0) return new Float32Array(0)
  const { kept } = cleaning
  const isFiltered = cleaning.filter === 'butterworth' && hasEdge(cleaning)
  const regressors = regressorsOf(cleaning, samples)
  const prepare = (values: Float32Array) => {
    if (kept === undefined) return values
    return isFiltered ? filled(values, samples, kept) : gathered(values, samples, kept)
  }
  const full = [prepare(x), prepare(regressors)]
  const count = full[0].length / rows
  const means = cleaning.standardize === 'percent' ? meansOf(full[0], count) : undefined
  const passed = full.map((values) => passBand(trendless(values, count, cleaning), count, cleaning))
  const [own, others] = passed.map((values) =>
    kept && isFiltered ? gathered(values, count, kept, kept[0]) : values,
  )
  const left = own.length / rows
  const out = own === x ? x.slice() : own
  removeRegressors(out, others, left, cleaning.detrend ? 2 : 1)
  const isCentred = cleaning.detrend || (isFiltered && cleaning.lowHz !== undefined)
  standardizeRows(out, left, cleaning.standardize, isCentred ? means : undefined)
  return out
}

function hasEdge({ lowHz, highHz }: Cleaning): boolean {
  return lowHz !== undefined || highHz !== undefined
}

/**
 * What spans the confounds, and cosines of all scans where they are the filter; shape [K, T].
 *
 * What follows is linear, so that the span alone counts; an orthonormal basis of it keeps in f32
 * what is small beside another confound, as a square beside its signal.
 */
function regressorsOf(cleaning: Cleaning, samples: number): Float32Array {
  const { confounds = new Float64Array(0), filter, lowHz, rateHz } = cleaning
  if (confounds.length % samples !== 0) throw new RangeError(`${confounds.length} regressors`)
  const isCosine = filter === 'cosine' && lowHz !== undefined
  const cosines = isCosine ? cosineDrift(samples, lowHz, rateHz) : new Float64Array(0)
  const basis = orthonormalBasis(confounds, samples)
  const out = new Float32Array(basis.length * samples + cosines.length)
  for (const [k, direction] of basis.entries()) out.set(direction, k * samples)
  out.set(cosines, basis.length * samples)
  return out
}

/** The scans from the first to the last kept one, others between filled by a spline. */
function filled(x: Float32Array, samples: number, kept: Int32Array): Float32Array {
  const first = kept[0]
  const count = kept[kept.length - 1] - first + 1
  const missing = Float64Array.from(gapsIn(kept))
  const weights = splineWeights(Float64Array.from(kept), missing)
  const rows = x.length / samples
  const out = new Float32Array(rows * count)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    out.set(row.subarray(first, first + count), r * count)
    for (let m = 0; m < missing.length; m++) {
      let sum = 0
      for (let j = 0; j < kept.length; j++) sum += weights[m * kept.length + j] * row[kept[j]]
      out[r * count + missing[m] - first] = sum
    }
  }
  return out
}

function gapsIn(kept: Int32Array): number[] {
  const out: number[] = []
  for (let i = 1; i < kept.length; i++) {
    for (let t = kept[i - 1] + 1; t < kept[i]; t++) out.push(t)
  }
  return out
}

function gathered(x: Float32Array, samples: number, kept: Int32Array, first = 0): Float32Array {
  const rows = x.length / samples
  const out = new Float32Array(rows * kept.length)
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < kept.length; j++) {
      out[r * kept.length + j] = x[r * samples + kept[j] - first]
    }
  }
  return out
}

function meansOf(x: Float32Array, samples: number): Float64Array {
  return Float64Array.from({ length: x.length / samples }, (_, r) =>
    meanOf(x, r * samples, samples),
  )
}

function meanOf(x: Float32Array, from: number, samples: number): number {
  let sum = 0
  for (let t = from; t < from + samples; t++) sum += x[t]
  return sum / samples
}

function trendless(x: Float32Array, samples: number, cleaning: Cleaning): Float32Array {
  return cleaning.detrend && samples > 1 ? detrend(x, x.length / samples, 'linear') : x
}

function passBand(x: Float32Array, samples: number, cleaning: Cleaning): Float32Array {
  const { filter, lowHz, highHz, rateHz, order } = cleaning
  if (filter === 'cosine' || !hasEdge(cleaning) || x.length === 0) return x
  const edges = [lowHz, highHz].filter((hz) => hz !== undefined).map((hz) => hz / (rateHz / 2))
  const type = lowHz === undefined ? 'lowpass' : highHz === undefined ? 'highpass' : 'bandpass'
  return sosFilterBothWays(x, x.length / samples, butterworth(order, edges, type))
}

/** `gone`: how many dimensions the rows have lost already, those of their mean and trend. */
function removeRegressors(
  x: Float32Array,
  regressors: Float32Array,
  samples: number,
  gone: number,
): void {
  const basis = orthonormalBasis(Float64Array.from(regressors), samples)
  if (basis.length === 0) return
  if (basis.length + gone >= samples) {
    throw new RangeError(`${basis.length} regressors explain all of ${samples} scans`)
  }
  const row = new Float64Array(samples)
  for (let from = 0; from < x.length; from += samples) {
    for (let t = 0; t < samples; t++) row[t] = x[from + t]
    for (const direction of basis) removeAlong(row, direction)
    x.set(row, from)
  }
}

/** Brings rows to their scale in place; `means` are added first where percent is asked for. */
function standardizeRows(
  x: Float32Array,
  samples: number,
  scale: CleanScale,
  means: Float64Array | undefined,
): void {
  if (scale === 'none') return
  if (samples < 2) throw new RangeError(`${samples} scans have no scale`)
  for (let from = 0; from < x.length; from += samples) {
    const mean = meanOf(x, from, samples)
    let squares = 0
    for (let t = from; t < from + samples; t++) squares += (x[t] - mean) * (x[t] - mean)
    const base = Math.abs(mean + (means?.[from / samples] ?? 0))
    const deviation = Math.sqrt(squares / (scale === 'z' ? samples : samples - 1))
    const unit = scale === 'percent' ? base / 100 : deviation
    // A row of one value has a deviation of its rounding, so zero is relative to its mean.
    const isFlat = scale === 'percent' ? base < Number.EPSILON : deviation <= 1e-7 * Math.abs(mean)
    for (let t = from; t < from + samples; t++) x[t] = isFlat ? 0 : (x[t] - mean) / unit
  }
}
