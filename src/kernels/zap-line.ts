import { eigenSymmetric } from './eigen-symmetric.ts'
import { fft } from './fft.ts'
import { solve } from './solve.ts'

export interface ZapLineOptions {
  /** Frequency of the power line, Hz; its multiples up to half the rate are removed too. */
  readonly freqHz: number
  readonly rateHz: number
  /** How many components are removed. */
  readonly components: number
}

/** Directions weaker than this share of the strongest are left out. */
const WEAKEST = 1e-9

/**
 * Removes the power line by spatial components. Signals are split into an average over one period,
 * which holds no power line, and the rest; of the rest the directions in which the line's
 * frequencies are strongest are regressed out. What the average holds stays as it is.
 *
 * @param parts stretches of one recording, shape [C, T] each, finite, the same channels
 * @param channels C, at most T of every part
 * @returns parts without the line, shape [C, T] each; means stay
 * @throws {RangeError} more components than directions, or parts shorter than a period or C
 * @see de Cheveigné (2020), NeuroImage 207:116356, doi:10.1016/j.neuroimage.2019.116356;
 *   `meegkit.dss.dss_line`, which divides the two covariances of its regression by T and T - 1
 */
export function zapLine(
  parts: readonly Float32Array[],
  channels: number,
  options: ZapLineOptions,
): Float32Array[] {
  const period = options.rateHz / options.freqHz
  const rests = parts.map((x) => {
    if (!(x.length / channels > Math.max(period, channels))) throw new RangeError('a short part')
    return fastRest(x, channels, period)
  })
  const plain = new Float64Array(channels * channels)
  const biased = new Float64Array(channels * channels)
  for (const rest of rests) {
    addProducts(rest, channels, plain)
    addLinePower(rest, channels, options, biased)
  }
  const weights = lineDirections(plain, biased, channels, options.components)
  return regressedOut(parts, rests, { weights, channels })
}

/** Each row without its mean less its causal moving average over one period, shape [C, T]. */
function fastRest(x: Float32Array, channels: number, period: number): Float64Array {
  const samples = x.length / channels
  const whole = Math.floor(period)
  const part = period - whole
  const out = new Float64Array(x.length)
  for (let c = 0; c < channels; c++) {
    const row = x.subarray(c * samples, (c + 1) * samples)
    let mean = 0
    for (let t = 0; t < samples; t++) mean += row[t]
    mean /= samples
    let sum = 0
    for (let t = 0; t < samples; t++) {
      sum += row[t] - mean
      const old = t >= whole ? row[t - whole] - mean : 0
      sum -= old
      out[c * samples + t] = row[t] - mean - (sum + part * old) / period
    }
  }
  return out
}

/** Adds the sums of products of rows, shape [C, C]. */
function addProducts(x: Float64Array, channels: number, into: Float64Array): void {
  const samples = x.length / channels
  for (let a = 0; a < channels; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0
      for (let t = 0; t < samples; t++) sum += x[a * samples + t] * x[b * samples + t]
      into[a * channels + b] += sum
      if (a !== b) into[b * channels + a] += sum
    }
  }
}

/** Adds the products of rows filtered around the line and its multiples, by their spectra. */
function addLinePower(
  x: Float64Array,
  channels: number,
  options: ZapLineOptions,
  into: Float64Array,
): void {
  const samples = x.length / channels
  const bins = lineBins(samples, options)
  const spectra = new Float64Array(channels * bins.length * 2)
  const plan = fft(samples)
  const time = new Float64Array(2 * samples)
  const found = new Float64Array(2 * samples)
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < samples; t++) time[2 * t] = x[c * samples + t]
    plan.forward(time, found)
    for (const [i, { k, weight }] of bins.entries()) {
      const at = 2 * (c * bins.length + i)
      spectra[at] = found[2 * k] * weight
      spectra[at + 1] = found[2 * k + 1] * weight
    }
  }
  addProducts(spectra, channels, into)
}

/**
 * Bins near the line: the root of their weight in a sum over time of what the filter passes. Around
 * each multiple the gain is a Gaussian with 1 at the nearest bin. The last positive frequency is
 * below half the rate, the last negative one may lie on it: a gain is the mean of both sides.
 */
function lineBins(samples: number, { freqHz, rateHz }: ZapLineOptions) {
  const harmonics = Math.floor(rateHz / 2 / freqHz)
  const width = (((2 * Math.PI - 1) / (4 * Math.PI)) * samples) / rateHz
  const last = Math.floor(samples / 2)
  const ends = [Math.ceil(samples / 2) - 1, last]
  const at = (k: number, h: number) => Math.exp(-0.5 * ((k - h) / width) ** 2)
  const gains = new Float64Array(last + 1)
  for (let h = 1; h <= harmonics; h++) {
    const place = (h * freqHz * samples) / rateHz
    for (const end of ends) {
      const top = at(Math.min(Math.round(place), end), place)
      const reach = Math.ceil(8 * width)
      const from = Math.max(1, Math.floor(place) - reach)
      for (let k = from; k <= Math.min(end, Math.ceil(place) + reach); k++) {
        gains[k] += at(k, place) / top / 2
      }
    }
  }
  const bins: { k: number; weight: number }[] = []
  for (let k = 1; k <= last; k++) {
    const isEnd = 2 * k === samples
    const weight = isEnd ? 4 * gains[k] : 2 * gains[k] * Math.SQRT2
    if (gains[k] > 0) bins.push({ k, weight: weight / Math.sqrt(samples) })
  }
  return bins
}

/** Weights of the components in which the line is strongest, shape [D, C]. */
function lineDirections(
  plain: Float64Array,
  biased: Float64Array,
  channels: number,
  components: number,
): Float64Array {
  const { values, vectors } = eigenSymmetric(plain, channels)
  const strongest = values.reduce((a, b) => Math.max(a, b), 0)
  const kept = [...values.keys()].filter((k) => values[k] > WEAKEST * strongest)
  if (components > kept.length) throw new RangeError(`${kept.length} directions`)
  const whiten = new Float64Array(kept.length * channels)
  for (const [i, k] of kept.entries()) {
    for (let c = 0; c < channels; c++) {
      whiten[i * channels + c] = vectors[c * channels + k] / Math.sqrt(values[k])
    }
  }
  const n = kept.length
  const turned = product(product(whiten, biased, channels), transposed(whiten, n), channels)
  const line = eigenSymmetric(turned, n)
  const order = [...line.values.keys()].sort((a, b) => line.values[b] - line.values[a] || a - b)
  const chosen = new Float64Array(components * n)
  for (let d = 0; d < components; d++) {
    for (let i = 0; i < n; i++) chosen[d * n + i] = line.vectors[i * n + order[d]]
  }
  return product(chosen, whiten, n)
}

/** a b, where a has `depth` columns. */
function product(a: Float64Array, b: Float64Array, depth: number): Float64Array {
  const [rows, cols] = [a.length / depth, b.length / depth]
  const out = new Float64Array(rows * cols)
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < depth; k++) {
      const factor = a[i * depth + k]
      for (let j = 0; j < cols; j++) out[i * cols + j] += factor * b[k * cols + j]
    }
  }
  return out
}

function transposed(a: Float64Array, rows: number): Float64Array {
  const cols = a.length / rows
  return Float64Array.from(a, (_, i) => a[(i % rows) * cols + Math.floor(i / rows)])
}

/** Parts less what components of their rests explain of these rests, by least squares. */
function regressedOut(
  parts: readonly Float32Array[],
  rests: readonly Float64Array[],
  { weights, channels }: { readonly weights: Float64Array; readonly channels: number },
): Float32Array[] {
  const count = weights.length / channels
  const sources = rests.map((rest) => centredSources(rest, weights, channels))
  const square = new Float64Array(count * count)
  const cross = new Float64Array(count * channels)
  for (const [p, source] of sources.entries()) {
    addProducts(source, count, square)
    const byChannel = crossProducts(source, rests[p], { count, channels })
    for (let i = 0; i < cross.length; i++) cross[i] += byChannel[i]
  }
  const slopes = solve(square, count, cross)
  return parts.map((x, p) => {
    const samples = x.length / channels
    const out = new Float32Array(x.length)
    const row = new Float64Array(samples)
    for (let c = 0; c < channels; c++) {
      for (let t = 0; t < samples; t++) row[t] = x[c * samples + t]
      for (let d = 0; d < count; d++) {
        const slope = slopes[d * channels + c]
        for (let t = 0; t < samples; t++) row[t] -= slope * sources[p][d * samples + t]
      }
      out.set(row, c * samples)
    }
    return out
  })
}

/** Components of a rest, each without its mean, shape [D, T]. */
function centredSources(rest: Float64Array, weights: Float64Array, channels: number) {
  const samples = rest.length / channels
  const out = product(weights, rest, channels)
  for (let from = 0; from < out.length; from += samples) {
    let mean = 0
    for (let t = 0; t < samples; t++) mean += out[from + t]
    mean /= samples
    for (let t = 0; t < samples; t++) out[from + t] -= mean
  }
  return out
}

/** Sums over time of components times channels, shape [D, C]. */
function crossProducts(
  sources: Float64Array,
  rest: Float64Array,
  { count, channels }: { readonly count: number; readonly channels: number },
): Float64Array {
  const samples = rest.length / channels
  const out = new Float64Array(count * channels)
  for (let d = 0; d < count; d++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0
      for (let t = 0; t < samples; t++) sum += sources[d * samples + t] * rest[c * samples + t]
      out[d * channels + c] = sum
    }
  }
  return out
}
