import { boundedLeastSquares, type Curve } from './bounded-least-squares.ts'
import { gaussianPeaks, type Peak, type PeakOptions, peakSum } from './gaussian-peaks.ts'
import { quantiles } from './quantile.ts'

/** A spectrum as a falling curve with peaks on it. */
export interface SpectralSlope {
  /** log10 of power at 1 Hz, without a knee. */
  readonly offset: number
  /** 0 without one. */
  readonly knee: number
  /** Power falls as the frequency to the power of minus this. */
  readonly exponent: number
  readonly peaks: readonly Peak[]
  /** Squared correlation of model and spectrum, and their mean absolute difference, log10. */
  readonly rSquared: number
  readonly error: number
}

/** Quantile of what lies above the first fit, below which frequencies count for the second. */
const lowest = 0.00025

/**
 * Parts the logarithm of a spectrum into an aperiodic curve, offset - log10(knee + f^exponent), and
 * Gaussian peaks: the curve is fitted to the lowest points, the peaks to what stands above it, and
 * the curve again to what is left.
 *
 * @param hz evenly spaced, above 0, ascending, shape [F]
 * @param power above 0, shape [F]; with a value that is not, everything is NaN
 * @param options with a knee or without
 * @see Donoghue et al. (2020), Nat. Neurosci. 23:1655-1665, doi:10.1038/s41593-020-00744-x;
 *   fooof.FOOOF
 */
export function spectralSlope(
  hz: Float64Array,
  power: Float64Array,
  options: PeakOptions & { readonly knee: boolean },
): SpectralSlope {
  const y = power.map(Math.log10)
  if (!y.every(Number.isFinite)) {
    const none = { offset: Number.NaN, knee: Number.NaN, exponent: Number.NaN }
    return { ...none, peaks: [], rSquared: Number.NaN, error: Number.NaN }
  }
  const first = aperiodicFit(hz, y, guessOf(hz, y), options.knee)
  const above = y.map((value, f) => Math.max(0, value - curveAt(first, hz[f])))
  const [limit] = quantiles(Float64Array.from(above).sort(), [lowest])
  const low = [...above.keys()].filter((f) => above[f] <= limit)
  const lowHz = Float64Array.from(low, (f) => hz[f])
  const lowY = Float64Array.from(low, (f) => y[f])
  const second = aperiodicFit(lowHz, lowY, first, options.knee)
  const flat = y.map((value, f) => value - curveAt(second, hz[f]))
  const gaussians = gaussianPeaks(hz, flat, options)
  const periodic = peakSum(hz, gaussians)
  const left = y.map((value, f) => value - periodic[f])
  const [offset, knee, exponent] = aperiodicFit(hz, left, guessOf(hz, y, left[0]), options.knee)
  const model = periodic.map((value, f) => value + curveAt([offset, knee, exponent], hz[f]))
  const peaks = gaussians.map((peak) => ({ ...peak, height: periodic[nearest(hz, peak.hz)] }))
  return { offset, knee, exponent, peaks, rSquared: squaredR(y, model), error: meanApart(y, model) }
}

/** Offset, knee and exponent. */
type Aperiodic = readonly [number, number, number]

const curveAt = ([offset, knee, exponent]: Aperiodic, hz: number) =>
  offset - Math.log10(knee + hz ** exponent)

/** A line through the ends. */
function guessOf(hz: Float64Array, y: Float64Array, offset = y[0]): Aperiodic {
  const last = hz.length - 1
  const fall = (y[last] - y[0]) / (Math.log10(hz[last]) - Math.log10(hz[0]))
  return [offset, 0, Math.abs(fall)]
}

function aperiodicFit(
  hz: Float64Array,
  y: Float64Array,
  start: Aperiodic,
  withKnee: boolean,
): Aperiodic {
  if (!withKnee) return line(hz, y)
  const [offset, knee, exponent] = boundedLeastSquares(kneeCurve(hz), y, Float64Array.from(start))
  return [offset, knee, exponent]
}

/** Without a knee the curve is a line in log10 of the frequency. */
function line(hz: Float64Array, y: Float64Array): Aperiodic {
  const x = hz.map(Math.log10)
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value, 0) / of.length
  const [mx, my] = [mean(x), mean(y)]
  let [both, own] = [0, 0]
  for (let f = 0; f < x.length; f++) {
    both += (x[f] - mx) * (y[f] - my)
    own += (x[f] - mx) ** 2
  }
  const slope = own === 0 ? 0 : both / own
  return [my - slope * mx, 0, -slope]
}

function kneeCurve(hz: Float64Array): Curve {
  const n = hz.length
  return {
    low: new Float64Array(3).fill(Number.NEGATIVE_INFINITY),
    high: new Float64Array(3).fill(Number.POSITIVE_INFINITY),
    values: ([offset, knee, exponent], into) => {
      for (let f = 0; f < n; f++) into[f] = curveAt([offset, knee, exponent], hz[f])
    },
    slopes: ([, knee, exponent], into) => {
      for (let f = 0; f < n; f++) {
        const power = hz[f] ** exponent
        const by = -1 / ((knee + power) * Math.LN10)
        into[f] = 1
        into[n + f] = by
        into[2 * n + f] = by * power * Math.log(hz[f])
      }
    },
  }
}

function nearest(hz: Float64Array, at: number): number {
  let best = 0
  for (let f = 1; f < hz.length; f++) if (Math.abs(hz[f] - at) < Math.abs(hz[best] - at)) best = f
  return best
}

function squaredR(a: Float64Array, b: Float64Array): number {
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value, 0) / of.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb)
    aa += (a[i] - ma) ** 2
    bb += (b[i] - mb) ** 2
  }
  return (ab * ab) / (aa * bb)
}

function meanApart(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length
}
