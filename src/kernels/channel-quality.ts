/** How far each channel of a recording is from the others. */
export interface ChannelQuality {
  /** The smaller of standard and median absolute deviation, in the unit of x, shape [C]. */
  readonly spread: Float64Array
  /** Robust z-score of the amplitude among channels, shape [C]; NaN of a flat one. */
  readonly deviation: Float64Array
  /** Robust z-score of the share of what the low-pass takes away, shape [C]; NaN of a flat one. */
  readonly noise: Float64Array
  /** Share of windows in which it correlates with no other channel, shape [C]; 0 of a flat one. */
  readonly alone: Float64Array
  /** Share of windows in which it is flat, shape [C]. */
  readonly flat: Float64Array
}

export interface QualityOptions {
  /** Samples of a window in which channels are correlated. */
  readonly window: number
  /** Below this magnitude a channel correlates with no other. */
  readonly least: number
  /** Below this spread a channel is flat, and the others are not compared with it. */
  readonly flatBelow: number
}

const MAD_TO_SD = 1.4826
const IQR_TO_SD = 0.7413

/** Of the magnitudes of correlations with other channels, this quantile counts as the largest. */
const TOP = 0.98

/**
 * Measures channels by amplitude, noise above the pass-band, correlation with others and flatness.
 *
 * Flat channels are left out before the others are compared. Quantiles are as MATLAB takes them:
 * sorted value i lies at (i + 1/2) / N.
 *
 * @param x signals, shape [C, T], finite
 * @param smooth the same without frequencies above 50 Hz, shape [C, T]
 * @param channels C, at least 3
 * @throws {RangeError} shapes do not agree, or the signals are shorter than two windows
 * @see Bigdely-Shamlo et al. (2015), Front. Neuroinform. 9:16, doi:10.3389/fninf.2015.00016;
 *   `pyprep.NoisyChannels`
 */
export function channelQuality(
  x: Float32Array,
  smooth: Float32Array,
  channels: number,
  { window, least, flatBelow }: QualityOptions,
): ChannelQuality {
  const samples = x.length / channels
  if (x.length !== smooth.length || channels < 3 || !(samples > 2 * window)) {
    throw new RangeError(`${x.length} and ${smooth.length} values, ${channels} channels`)
  }
  const all = rowsOf(x, channels)
  const spread = Float64Array.from(all, (row) => Math.min(medianDeviation(row), deviationOf(row)))
  const usable = Array.from(spread.keys()).filter((c) => !(spread[c] < flatBelow))
  const rows = usable.map((c) => all[c])
  const smoothed = rowsOf(smooth, channels).filter((_, c) => usable.includes(c))
  const rough = rows.map((row, c) => row.map((v, t) => v - smoothed[c][t]))
  const amplitudes = rows.map((row) => IQR_TO_SD * interquartile(row))
  const noise = rough.map((row, c) => medianDeviation(row) / medianDeviation(smoothed[c]))
  const { alone, flat } = overWindows(smoothed, { window, least })
  const placed = (values: Float64Array, other: number) => {
    const out = new Float64Array(channels).fill(other)
    for (const [i, c] of usable.entries()) out[c] = values[i]
    return out
  }
  return {
    spread,
    deviation: placed(zScores(amplitudes, IQR_TO_SD * interquartile(amplitudes)), Number.NaN),
    noise: placed(zScores(noise, MAD_TO_SD * medianDeviation(noise)), Number.NaN),
    alone: placed(alone, 0),
    flat: placed(flat, 1),
  }
}

function overWindows(
  rows: readonly Float32Array[],
  { window, least }: Pick<QualityOptions, 'window' | 'least'>,
) {
  const samples = rows[0]?.length ?? 0
  const windows = Math.max(0, Math.ceil((samples - window - 1) / window))
  const alone = new Float64Array(rows.length)
  const flat = new Float64Array(rows.length)
  for (let w = 0; w < windows; w++) {
    const parts = rows.map((row) => row.subarray(w * window, (w + 1) * window))
    const moving = parts.flatMap((part, c) => (medianDeviation(part) > 0 ? [c] : []))
    const units = moving.map((c) => unitOf(parts[c]))
    const sizes = units.map((unit, i) => units.map((other, j) => (i === j ? 0 : dot(unit, other))))
    const most = new Float64Array(rows.length)
    for (const [i, c] of moving.entries()) most[c] = quantile(sizes[i].map(Math.abs), TOP)
    for (let c = 0; c < rows.length; c++) {
      if (!moving.includes(c)) flat[c] += 1 / windows
      if (most[c] < least) alone[c] += 1 / windows
    }
  }
  return { alone, flat }
}

function rowsOf(x: Float32Array, channels: number): Float32Array[] {
  const samples = x.length / channels
  return Array.from({ length: channels }, (_, c) => x.subarray(c * samples, (c + 1) * samples))
}

/** The part without its mean, of length 1. */
function unitOf(part: Float32Array): Float64Array {
  const out = new Float64Array(part.length)
  let [sum, squares] = [0, 0]
  for (let t = 0; t < part.length; t++) sum += part[t]
  const mean = sum / part.length
  for (let t = 0; t < part.length; t++) {
    out[t] = part[t] - mean
    squares += out[t] * out[t]
  }
  const length = Math.sqrt(squares)
  for (let t = 0; t < part.length; t++) out[t] /= length
  return out
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t]
  return sum
}

function zScores(values: readonly number[], scale: number): Float64Array {
  const middle = medianOf(values)
  return Float64Array.from(values, (v) => (v - middle) / scale)
}

function deviationOf(row: Float32Array): number {
  let [sum, squares] = [0, 0]
  for (let t = 0; t < row.length; t++) sum += row[t]
  const mean = sum / row.length
  for (let t = 0; t < row.length; t++) squares += (row[t] - mean) ** 2
  return Math.sqrt(squares / row.length)
}

function medianDeviation(values: ArrayLike<number>): number {
  const middle = medianOf(values)
  const apart = new Float64Array(values.length)
  for (let t = 0; t < apart.length; t++) apart[t] = Math.abs(values[t] - middle)
  return quantileOf(apart.sort(), 0.5)
}

function medianOf(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}

function interquartile(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  return quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)
}

function quantile(values: ArrayLike<number>, at: number): number {
  return quantileOf(Float64Array.from(values).sort(), at)
}

function quantileOf(sorted: Float64Array, at: number): number {
  const place = Math.max(0, Math.min(sorted.length - 1, at * sorted.length - 0.5))
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}
