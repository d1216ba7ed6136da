import { inverseIncompleteGamma } from './incomplete-gamma.ts'
import { logGamma } from './log-gamma.ts'
import { roundHalfEven } from './round-half-even.ts'

/** What is clean among amplitudes, as a generalised normal distribution. */
export interface CleanDistribution {
  readonly mean: number
  readonly deviation: number
}

/** Quantiles of the clean part that the fit looks at: what is above may be artefacts. */
const LOW = 0.022
const HIGH = 0.6
const STEP = 0.01
const DROPOUTS = 0.1
const LEAST_CLEAN = 0.25
const shapes = Array.from({ length: 12 }, (_, i) => 1.7 + 0.15 * i)

/**
 * Finds mean and deviation of the clean part of amplitudes of which up to a tenth may be dropouts
 * and three quarters artefacts, by a search over stretches of their sorted values and shapes of the
 * distribution for the least divergence.
 *
 * @param amplitudes shape [N], finite, N at least 20
 * @returns a deviation of 0 where values are equal
 * @throws {RangeError} too few amplitudes
 * @see Mullen et al. (2015), IEEE Trans. Biomed. Eng. 62(11):2553-2567,
 *   doi:10.1109/TBME.2015.2481482; `asrpy.asr_utils.fit_eeg_distribution`
 */
export function cleanDistribution(amplitudes: Float64Array): CleanDistribution {
  const x = amplitudes.slice().sort()
  const n = x.length
  if (n < 20) throw new RangeError(`${n} amplitudes`)
  const width = HIGH - LOW
  const starts = Array.from({ length: Math.ceil((DROPOUTS + STEP * 1e-9) / STEP) }, (_, i) => {
    return roundHalfEven(n * (LOW + STEP * i))
  })
  const count = Math.ceil((LEAST_CLEAN * width - width) / -STEP)
  let best: { loss: number; from: number; to: number; bounds: Bounds } | undefined
  for (let i = 0; i < count; i++) {
    const m = Math.trunc(roundHalfEven(n * (width - STEP * i)))
    const bins = Math.round(3 * Math.log2(1 + m / 2))
    const histograms = starts.map((start) => logHistogram(x, start, m, bins))
    for (const bounds of shapeBounds()) {
      const p = densityOf(bounds, bins)
      for (const [s, logs] of histograms.entries()) {
        const loss = divergence(p, logs) + Math.log(m)
        if (best && !(loss < best.loss)) continue
        if (!Number.isFinite(loss)) continue
        const from = x[starts[s]]
        best = { loss, from, to: from + (x[starts[s] + m - 1] - from), bounds }
      }
    }
  }
  if (best === undefined) return { mean: Number.NaN, deviation: Number.NaN }
  const { low, high, shape } = best.bounds
  const alpha = (best.to - best.from) / (high - low)
  const spread = Math.exp(logGamma(3 / shape) - logGamma(1 / shape))
  return { mean: best.from - low * alpha, deviation: Math.sqrt(alpha * alpha * spread) }
}

interface Bounds {
  readonly shape: number
  readonly low: number
  readonly high: number
}

let known: readonly Bounds[] | undefined

/** Where the two quantiles of each shape lie; found when they are first asked for. */
function shapeBounds(): readonly Bounds[] {
  known ??= shapes.map((shape) => {
    const at = (q: number) => {
      const side = Math.sign(q - 0.5)
      return side * inverseIncompleteGamma(1 / shape, side * (2 * q - 1)) ** (1 / shape)
    }
    return { shape, low: at(LOW), high: at(HIGH) }
  })
  return known
}

/** Logarithms of counts of m sorted values from `start` on, in bins from the first to the last. */
function logHistogram(x: Float64Array, start: number, m: number, bins: number): Float64Array {
  const counts = new Float64Array(bins)
  const first = x[start]
  const scale = bins / (x[start + m - 1] - first)
  for (let i = 0; i < m; i++) {
    const place = (x[start + i] - first) * scale
    if (place < bins) counts[Math.floor(place)]++
    else if (place === bins) counts[bins - 1]++
  }
  return counts.map((value) => Math.log(value + 0.01))
}

/** The density of a shape in bins between its quantiles, with sum 1. */
function densityOf({ shape, low, high }: Bounds, bins: number): Float64Array {
  const p = Float64Array.from({ length: bins }, (_, k) => {
    return Math.exp(-(Math.abs(low + ((k + 0.5) / bins) * (high - low)) ** shape))
  })
  const sum = p.reduce((a, b) => a + b, 0)
  return p.map((value) => value / sum)
}

function divergence(p: Float64Array, logs: Float64Array): number {
  let sum = 0
  for (let k = 0; k < p.length; k++) sum += p[k] * (Math.log(p[k]) - logs[k])
  return sum
}
