import { bandColumns } from './band-power.ts'
import { fft } from './fft.ts'
import { welchSegments } from './welch-segments.ts'

/** What of the cross spectrum of two channels is taken. */
export type SpectralMeasure = 'coherence' | 'imaginaryCoherence' | 'plv' | 'wpli'

/** How spectra are estimated, and in which bands they are averaged. */
export interface ConnectivityOptions {
  readonly measure: SpectralMeasure
  readonly rateHz: number
  /** Samples of a segment; each gives one estimate of phase and amplitude. */
  readonly segment: number
  readonly shared: number
  /** Bands [low, high), Hz; each holds a frequency. */
  readonly bandsHz: readonly (readonly [number, number])[]
}

/**
 * How closely each pair of channels goes together in bands, from the spectra of segments (Hann,
 * constant detrend): with S the mean over segments of x · conj(y),
 *
 * `coherence` |S| / sqrt(Sx Sy), `imaginaryCoherence` Im S / sqrt(Sx Sy), `plv` the magnitude of
 * the mean of x · conj(y) over its magnitude, `wpli` |mean of Im| / mean of |Im|.
 *
 * Each is averaged over the frequencies of the band. With a single segment coherence and plv are 1.
 * A channel that is not finite or has no power makes its pairs NaN.
 *
 * @param x shape [C, T]
 * @returns shape [C (C - 1) / 2, B], pairs in the order 0-1, 0-2, ... 1-2 ...
 * @throws {RangeError} the segment does not fit
 * @see scipy.signal.csd; Nolte et al. (2004), doi:10.1016/j.clinph.2004.04.029; Lachaux et al.
 *   (1999), doi:10.1002/(SICI)1097-0193(1999)8:4<194::AID-HBM4>3.0.CO;2-C; Vinck et al. (2011),
 *   doi:10.1016/j.neuroimage.2011.01.055
 */
export function spectralConnectivity(
  x: Float32Array,
  channels: number,
  options: ConnectivityOptions,
): Float64Array {
  const { bandsHz, measure } = options
  const columns = bandColumns(options)
  const from = Math.min(...columns.map((band) => band.from))
  const to = Math.max(...columns.map((band) => band.to))
  const { spectra, count } = spectraOf(x, channels, options, [from, to])
  const width = to - from
  const size = count * width * 2
  const out = new Float64Array(((channels * (channels - 1)) / 2) * bandsHz.length)
  const values = new Float64Array(width)
  let at = 0
  for (let i = 0; i < channels; i++) {
    const one = spectra.subarray(i * size, (i + 1) * size)
    for (let j = i + 1; j < channels; j++) {
      const other = spectra.subarray(j * size, (j + 1) * size)
      for (let k = 0; k < width; k++) values[k] = measures[measure](one, other, width, k)
      for (const band of columns) {
        let sum = 0
        for (let k = band.from; k < band.to; k++) sum += values[k - from]
        out[at++] = sum / (band.to - band.from)
      }
    }
  }
  return out
}

/** One measure of two channels [segments, F, 2] at the frequency k. */
type Measure = (a: Float64Array, b: Float64Array, width: number, k: number) => number

const measures: Readonly<Record<SpectralMeasure, Measure>> = {
  coherence(a, b, width, k) {
    const { re, im, ofA, ofB } = sums(a, b, width, k)
    return Math.sqrt((re * re + im * im) / (ofA * ofB))
  },
  imaginaryCoherence(a, b, width, k) {
    const { im, ofA, ofB } = sums(a, b, width, k)
    return im / Math.sqrt(ofA * ofB)
  },
  plv(a, b, width, k) {
    let [re, im, count] = [0, 0, 0]
    for (let s = 2 * k; s < a.length; s += 2 * width, count++) {
      const [x, y] = product(a, b, s)
      const length = Math.sqrt(x * x + y * y)
      re += x / length
      im += y / length
    }
    return Math.sqrt(re * re + im * im) / count
  },
  wpli(a, b, width, k) {
    let [sum, size] = [0, 0]
    for (let s = 2 * k; s < a.length; s += 2 * width) {
      const [, y] = product(a, b, s)
      sum += y
      size += Math.abs(y)
    }
    return Math.abs(sum) / size
  },
}

function sums(a: Float64Array, b: Float64Array, width: number, k: number) {
  let [re, im, ofA, ofB] = [0, 0, 0, 0]
  for (let s = 2 * k; s < a.length; s += 2 * width) {
    const [x, y] = product(a, b, s)
    re += x
    im += y
    ofA += a[s] * a[s] + a[s + 1] * a[s + 1]
    ofB += b[s] * b[s] + b[s + 1] * b[s + 1]
  }
  return { re, im, ofA, ofB }
}

/** a · conj(b) of the numbers at one place. */
function product(a: Float64Array, b: Float64Array, at: number): [number, number] {
  return [a[at] * b[at] + a[at + 1] * b[at + 1], a[at + 1] * b[at] - a[at] * b[at + 1]]
}

/** Spectra of all segments at the frequencies [from, to), shape [C, segments, F, 2]. */
function spectraOf(
  x: Float32Array,
  channels: number,
  options: ConnectivityOptions,
  [from, to]: readonly [number, number],
) {
  const samples = x.length / channels
  const { segment, step, count, taper } = welchSegments(samples, options)
  const plan = fft(segment)
  const time = new Float64Array(2 * segment)
  const spectrum = new Float64Array(2 * segment)
  const spectra = new Float64Array(channels * count * (to - from) * 2)
  let at = 0
  for (let c = 0; c < channels; c++) {
    for (let s = 0; s < count; s++, at += 2 * (to - from)) {
      const start = c * samples + s * step
      let sum = 0
      for (let t = 0; t < segment; t++) sum += x[start + t]
      const mean = sum / segment
      for (let t = 0; t < segment; t++) time[2 * t] = (x[start + t] - mean) * taper[t]
      plan.forward(time, spectrum)
      spectra.set(spectrum.subarray(2 * from, 2 * to), at)
    }
  }
  return { spectra, count }
}
