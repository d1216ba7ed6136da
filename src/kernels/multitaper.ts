import { type Dpss, dpss } from './dpss.ts'
import { halfSpectrum } from './half-spectrum.ts'
import { radicesOf } from './mixed-fft.ts'
import { placesOf, planBytes, putPlan } from './plan-room.ts'
import { loadPair, PANEL, PANEL_BYTES, rowPair } from './row-pair.ts'
import { splitPlan } from './split-plan.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'

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

/** Longer rows, and lengths with a prime factor above 13, are transformed one by one. */
const LONGEST = 2 ** 17

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
  const powersOf = powersBy(found, samples, bins)
  for (let r = 0; r < rows; r++) {
    const powers = powersOf(x, r)
    const adapts = options.adaptive && found.ratios.length >= 3
    const density = adapts ? adapted(powers, found.ratios, bins) : fixed(powers, found.ratios, bins)
    for (let k = 0; k < bins; k++) out[r * bins + k] = density[k] / options.rateHz
  }
  return out
}

/** |transform|² of a row under each taper, shape [K, F]; half of it at the spectrum's ends. */
type Powers = (x: Float32Array, r: number) => Float64Array

/** Transforms rows one by one, or two rows under two tapers at once. */
function powersBy(found: Dpss, samples: number, bins: number): Powers {
  const isPlain = samples > LONGEST || samples < 2 || !radicesOf(samples)
  return isPlain ? plainPowers(found, samples, bins) : pairedPowers(found, samples, bins)
}

function plainPowers({ tapers, ratios }: Dpss, n: number, bins: number): Powers {
  const transform = halfSpectrum(n)
  const from = new Float64Array(n)
  const into = new Float64Array(2 * bins)
  return (x, r) => {
    let sum = 0
    for (let t = 0; t < n; t++) sum += x[r * n + t]
    const mean = sum / n
    const out = new Float64Array(ratios.length * bins)
    for (let k = 0; k < ratios.length; k++) {
      for (let t = 0; t < n; t++) from[t] = (x[r * n + t] - mean) * tapers[k * n + t]
      transform(from, into)
      squareInto(into, 0, out.subarray(k * bins, (k + 1) * bins), n)
    }
    return out
  }
}

/** Rows r and r + 1 are transformed together; the second is kept until it is asked for. */
function pairedPowers({ tapers, ratios }: Dpss, n: number, bins: number): Powers {
  const count = ratios.length
  const split = splitPlan(n)
  const size = 16 * 2 * bins
  const room = wasmRoom([
    PANEL_BYTES,
    16 * n,
    8 * tapers.length,
    32 * n,
    planBytes(split),
    4 * n,
    2 * size,
  ])
  const [at, pair, taper, work, plan, places, spectra] = room.at
  room.f64.set(tapers, taper / 8)
  putPlan(room, split, plan)
  room.u32.set(placesOf(split), places / 4)
  let second = new Float64Array(0)
  return (x, r) => {
    if (r % 2 === 1) return second
    const rows = rowPair(x, n, r)
    for (let t = 0; t < n; t += PANEL) {
      const piece = { first: t, count: Math.min(PANEL, n - t), pair: pair + 16 * t }
      loadPair({ room, at }, rows, piece)
    }
    const both = [new Float64Array(count * bins), new Float64Array(count * bins)]
    for (let k = 0; k < count; k += 2) {
      const own = taper + 8 * k * n
      const other = k + 1 < count ? own + 8 * n : 0
      room.wasm.twoFrames(pair, 0, n, own, other, true, work, plan)
      room.wasm.partSpectra(work, n, places, 0, bins, spectra, spectra + size)
      for (let i = 0; i < 2 * Math.min(2, count - k); i++) {
        const [row, next] = [i % 2, i >> 1]
        const from = (spectra + row * size) / 8 + 2 * next * bins
        squareInto(room.f64, from, both[row].subarray((k + next) * bins, (k + next + 1) * bins), n)
      }
    }
    second = both[1]
    return both[0]
  }
}

/** Squares of the complex numbers from a place on. */
function squareInto(z: Float64Array, from: number, into: Float64Array, samples: number): void {
  for (let f = 0, at = from; f < into.length; f++, at += 2) {
    into[f] = z[at] * z[at] + z[at + 1] * z[at + 1]
  }
  into[0] /= 2
  if (samples % 2 === 0) into[into.length - 1] /= 2
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
