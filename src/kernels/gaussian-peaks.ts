import { boundedLeastSquares, type Curve } from './bounded-least-squares.ts'

/** A peak of a spectrum. */
export interface Peak {
  readonly hz: number
  /** Above the aperiodic part, in log10 of power. */
  readonly height: number
  /** Standard deviation of the Gaussian, Hz. */
  readonly spreadHz: number
}

/** Which peaks are looked for. */
export interface PeakOptions {
  readonly mostPeaks: number
  /** Narrowest and widest peak, Hz: two standard deviations. */
  readonly widthHz: readonly [number, number]
  /** Least height, log10 of power. */
  readonly leastHeight: number
  /** Least height in standard deviations of what is left of the spectrum. */
  readonly leastDeviations: number
}

/** How far a peak's middle may move in the fit, in standard deviations of its first guess. */
const reach = 3
/** Peaks nearer to each other than this many of their standard deviations together are one. */
const overlap = 0.75

/**
 * Finds Gaussian peaks in a spectrum without its aperiodic part: guesses from the highest on, each
 * taken out before the next, then all fitted together.
 *
 * @param hz ascending and evenly spaced, shape [F]
 * @param flat log10 of power less the aperiodic part, shape [F]
 * @returns by frequency
 * @see Donoghue et al. (2020), Nat. Neurosci. 23:1655-1665, doi:10.1038/s41593-020-00744-x
 */
export function gaussianPeaks(hz: Float64Array, flat: Float64Array, options: PeakOptions): Peak[] {
  const guesses = apart(inside(guessed(hz, flat, options), hz))
  if (guesses.length === 0) return []
  const found = boundedLeastSquares(
    curveOf(hz, guesses, options),
    flat,
    Float64Array.from(guesses.flatMap((peak) => [peak.hz, peak.height, peak.spreadHz])),
  )
  return guesses
    .map((_, k) => ({ hz: found[3 * k], height: found[3 * k + 1], spreadHz: found[3 * k + 2] }))
    .sort((a, b) => a.hz - b.hz)
}

/** The sum of peaks at each frequency, shape [F]. */
export function peakSum(hz: Float64Array, peaks: readonly Peak[]): Float64Array {
  const out = new Float64Array(hz.length)
  for (const { hz: middle, height, spreadHz } of peaks) {
    for (let f = 0; f < hz.length; f++) {
      out[f] += height * Math.exp(-((hz[f] - middle) ** 2) / (2 * spreadHz * spreadHz))
    }
  }
  return out
}

function guessed(hz: Float64Array, flat: Float64Array, options: PeakOptions): Peak[] {
  const { mostPeaks, leastHeight, leastDeviations, widthHz } = options
  const rest = flat.slice()
  const guesses: Peak[] = []
  while (guesses.length < mostPeaks) {
    let top = 0
    for (let f = 1; f < rest.length; f++) if (rest[f] > rest[top]) top = f
    const height = rest[top]
    if (!(height > leastDeviations * deviation(rest) && height > leastHeight)) break
    const side = shorterSide(rest, top)
    const fromWidth = (side * 2 * (hz[1] - hz[0])) / (2 * Math.sqrt(2 * Math.log(2)))
    const wide = side === 0 ? (widthHz[0] + widthHz[1]) / 2 : fromWidth
    const spreadHz = Math.min(widthHz[1] / 2, Math.max(widthHz[0] / 2, wide))
    const peak = { hz: hz[top], height, spreadHz }
    guesses.push(peak)
    const own = peakSum(hz, [peak])
    for (let f = 0; f < rest.length; f++) rest[f] -= own[f]
  }
  return guesses
}

function deviation(x: Float64Array): number {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length)
}

/** Steps to the nearer place where a peak has half its height; 0 when there is none. */
function shorterSide(x: Float64Array, top: number): number {
  const half = x[top] / 2
  let [left, right] = [top - 1, top + 1]
  while (left > 0 && x[left] > half) left--
  while (right < x.length && x[right] > half) right++
  const sides = [...(left > 0 ? [top - left] : []), ...(right < x.length ? [right - top] : [])]
  return sides.length === 0 ? 0 : Math.min(...sides)
}

/** Those further than a standard deviation from either end. */
function inside(peaks: readonly Peak[], hz: Float64Array): Peak[] {
  const [first, last] = [hz[0], hz[hz.length - 1]]
  return peaks.filter(
    (peak) => Math.abs(peak.hz - first) > peak.spreadHz && Math.abs(peak.hz - last) > peak.spreadHz,
  )
}

/** Of two neighbours that overlap the lower one goes. */
function apart(peaks: readonly Peak[]): Peak[] {
  const sorted = [...peaks].sort((a, b) => a.hz - b.hz)
  const dropped = new Set<number>()
  for (let k = 0; k + 1 < sorted.length; k++) {
    const [a, b] = [sorted[k], sorted[k + 1]]
    if (a.hz + overlap * a.spreadHz > b.hz - overlap * b.spreadHz) {
      dropped.add(a.height <= b.height ? k : k + 1)
    }
  }
  return sorted.filter((_, k) => !dropped.has(k))
}

function curveOf(hz: Float64Array, guesses: readonly Peak[], { widthHz }: PeakOptions): Curve {
  const [first, last] = [hz[0], hz[hz.length - 1]]
  const low = guesses.flatMap((peak) => [
    Math.max(first, peak.hz - reach * peak.spreadHz),
    0,
    widthHz[0] / 2,
  ])
  const high = guesses.flatMap((peak) => [
    Math.min(last, peak.hz + reach * peak.spreadHz),
    Number.POSITIVE_INFINITY,
    widthHz[1] / 2,
  ])
  const n = hz.length
  return {
    low: Float64Array.from(low),
    high: Float64Array.from(high),
    values: (p, into) => {
      const peaks = guesses.map((_, k) => ({
        hz: p[3 * k],
        height: p[3 * k + 1],
        spreadHz: p[3 * k + 2],
      }))
      into.set(peakSum(hz, peaks))
    },
    slopes: (p, into) => {
      for (let k = 0; k < guesses.length; k++) {
        const [middle, height, spread] = p.subarray(3 * k, 3 * k + 3)
        for (let f = 0; f < n; f++) {
          const away = (hz[f] - middle) / spread
          const bell = Math.exp(-0.5 * away * away)
          into[3 * k * n + f] = (height * bell * away) / spread
          into[(3 * k + 1) * n + f] = bell
          into[(3 * k + 2) * n + f] = (height * bell * away * away) / spread
        }
      }
    },
  }
}
