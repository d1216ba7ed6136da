import { type Dpss, dpss } from './dpss.ts'
import { halfSpectrum } from './half-spectrum.ts'

/** How spectra are smoothed and how the tapers are weighed. */
export interface MultitaperOptions {
  readonly rateHz: number
  /** Width of the smoothing, Hz: from half of it below to half of it above each frequency. */
  readonly bandwidthHz: number
  /** Whether weights follow the spectrum, so that strong frequencies leak less into weak ones. */
  readonly adaptive: boolean
}

/** Tapers that keep less than this share of their energy in the band are not used. */
const leastRatio = 0.9
/** When weights change by less than this on average, squared, they are found. */
const settled = 1e-10
const mostRounds = 150

/**
 * Gives the tapers that a row of N samples is weighed by: those of 2 N W that keep nine tenths of
 * their energy in the band, or the best one; shape [K, N].
 *
 * @throws {RangeError} the band is narrower than rateHz / N or wider than the spectrum
 */
export function multitapers(samples: number, rateHz: number, bandwidthHz: number): Dpss {
  const half = (bandwidthHz * samples) / (2 * rateHz)
  if (!(half >= 0.5 - 1e-9)) {
    throw new RangeError(`a bandwidth of ${bandwidthHz} Hz is below ${rateHz / samples} Hz`)
  }
  const found = dpss(samples, half, Math.max(1, Math.min(samples, Math.floor(2 * half + 1e-9))))
  const good = found.ratios.filter((ratio) => ratio > leastRatio).length
  const count = Math.max(1, good)
  const tapers = found.tapers.subarray(0, count * samples)
  return { tapers, ratios: found.ratios.subarray(0, count) }
}

/**
 * Estimates the power spectral density of each row as a weighted mean over tapers.
 *
 * The density is one-sided, rows lose their mean. With fewer than three tapers weights do not
 * adapt. A value that is not finite makes its row NaN.
 *
 * @param x signals, shape [R, T], in any unit u
 * @param rows R; T is `x.length / rows`
 * @returns density, shape [R, floor(T / 2) + 1], in u²/Hz; column k lies at k rateHz / T Hz
 * @throws {RangeError} as `multitapers`
 * @see Thomson (1982), Proc. IEEE 70(9):1055-1096, doi:10.1109/PROC.1982.12433;
 *   mne.time_frequency.psd_array_multitaper with normalization='full'
 */
export function multitaper(
  x: Float32Array,
  rows: number,
  options: MultitaperOptions,
): Float64Array {
  const samples = rows === 0 ? 1 : x.length / rows
  const bins = Math.floor(samples / 2) + 1
  const out = new Float64Array(rows * bins)
  if (rows === 0) return out
  const found = multitapers(samples, options.rateHz, options.bandwidthHz)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    const powers = powersOf(row, found, bins)
    const adapts = options.adaptive && found.ratios.length >= 3
    const density = adapts ? adapted(powers, found.ratios, bins) : fixed(powers, found.ratios, bins)
    for (let k = 0; k < bins; k++) out[r * bins + k] = density[k] / options.rateHz
  }
  return out
}

/** |transform|² of the row under each taper, shape [K, F]; half of it at the spectrum's ends. */
function powersOf(row: Float32Array, { tapers, ratios }: Dpss, bins: number): Float64Array {
  const n = row.length
  let sum = 0
  for (let t = 0; t < n; t++) sum += row[t]
  const mean = sum / n
  const transform = halfSpectrum(n)
  const from = new Float64Array(n)
  const into = new Float64Array(2 * bins)
  const out = new Float64Array(ratios.length * bins)
  for (let k = 0; k < ratios.length; k++) {
    for (let t = 0; t < n; t++) from[t] = (row[t] - mean) * tapers[k * n + t]
    transform(from, into)
    for (let f = 0; f < bins; f++) {
      const isEnd = f === 0 || 2 * f === n
      const power = into[2 * f] * into[2 * f] + into[2 * f + 1] * into[2 * f + 1]
      out[k * bins + f] = isEnd ? power / 2 : power
    }
  }
  return out
}

/** Weighted by the concentrations of the tapers. */
function fixed(powers: Float64Array, ratios: Float64Array, bins: number): Float64Array {
  const out = new Float64Array(bins)
  const total = ratios.reduce((sum, ratio) => sum + ratio, 0)
  for (let k = 0; k < ratios.length; k++) {
    for (let f = 0; f < bins; f++) out[f] += (2 * ratios[k] * powers[k * bins + f]) / total
  }
  return out
}

/** Weights and spectrum in turns, from the two best tapers on. */
function adapted(powers: Float64Array, ratios: Float64Array, bins: number): Float64Array {
  const variance = trapezoid(fixed(powers, ratios, bins)) / (2 * bins)
  let density = fixed(powers, ratios.subarray(0, 2), bins)
  let before = new Float64Array(powers.length)
  for (let round = 0; round < mostRounds; round++) {
    const weights = weightsFor(density, ratios, variance)
    if (worstChange(weights, before, ratios.length) < settled) break
    density = weighted(powers, weights, bins)
    before = weights
  }
  return density
}

function trapezoid(y: Float64Array): number {
  let sum = -(y[0] + y[y.length - 1]) / 2
  for (let i = 0; i < y.length; i++) sum += y[i]
  return sum
}

function weightsFor(density: Float64Array, ratios: Float64Array, variance: number) {
  const bins = density.length
  const out = new Float64Array(ratios.length * bins)
  for (let k = 0; k < ratios.length; k++) {
    const [ratio, root] = [ratios[k], Math.sqrt(ratios[k])]
    for (let f = 0; f < bins; f++) {
      out[k * bins + f] = (root * density[f]) / (ratio * density[f] + (1 - ratio) * variance)
    }
  }
  return out
}

/** The largest mean over tapers of squared changes. */
function worstChange(weights: Float64Array, before: Float64Array, tapers: number): number {
  const bins = weights.length / tapers
  let worst = 0
  for (let f = 0; f < bins; f++) {
    let sum = 0
    for (let k = f; k < weights.length; k += bins) sum += (weights[k] - before[k]) ** 2
    worst = Math.max(worst, sum / tapers)
  }
  return worst
}

function weighted(powers: Float64Array, weights: Float64Array, bins: number): Float64Array {
  const out = new Float64Array(bins)
  for (let f = 0; f < bins; f++) {
    let [sum, total] = [0, 0]
    for (let k = f; k < weights.length; k += bins) {
      const square = weights[k] * weights[k]
      sum += square * powers[k]
      total += square
    }
    out[f] = (2 * sum) / total
  }
  return out
}
