import { fft } from './fft.ts'
import { hamming } from './taper.ts'

/** Frequencies 1, 2 ... 100 Hz. */
const FREQUENCIES = 100

/** Frequencies of the mains, Hz, and how deep a notch in them counts as one, dB. */
const MAINS = [50, 60]
const NOTCH_DB = 5

/**
 * The spectrum of each source as ICLabel takes it: the median over windows of one second, half
 * overlapping and Hamming-weighted, in decibels (of power, doubled), at 1 to 100 Hz.
 *
 * Above half the rate the last value is repeated. A notch at 50 or 60 Hz is filled with the mean of
 * its neighbours. Each spectrum is divided by its largest magnitude.
 *
 * @param sources shape [K, T]
 * @param rows K
 * @param rateHz sampling rate, Hz, from 2; a window has its whole part of samples, at most T
 * @returns shape [K, 100]
 * @throws {RangeError} there is less than one window
 * @see Pion-Tonachini et al. (2019), NeuroImage 198:181-197, doi:10.1016/j.neuroimage.2019.05.026;
 *   `mne_icalabel.iclabel.features`
 */
export function componentSpectra(
  sources: Float64Array,
  rows: number,
  rateHz: number,
): Float32Array {
  const samples = sources.length / rows
  const length = Math.min(samples, Math.floor(rateHz))
  if (!(length >= 2)) throw new RangeError(`${samples} samples at ${rateHz} Hz`)
  const out = new Float32Array(rows * FREQUENCIES)
  for (let k = 0; k < rows; k++) {
    const source = sources.subarray(k * samples, (k + 1) * samples)
    const spectrum = decibels(source, length, rateHz)
    fillNotches(spectrum)
    const largest = spectrum.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
    for (let f = 0; f < FREQUENCIES; f++) out[k * FREQUENCIES + f] = spectrum[f] / largest
  }
  return out
}

/**
 * First samples of windows that overlap by half, as many as whole windows and the halves between.
 *
 * @param samples T
 * @param length of a window, samples, at most T
 */
export function halfOverlapping(samples: number, length: number): number[] {
  const end = Math.floor(samples / length) * length - length / 2
  const count = Math.ceil(end / (length / 2))
  return Array.from({ length: count }, (_, n) => Math.ceil((n * length) / 2))
}

function decibels(source: Float64Array, length: number, rateHz: number): Float64Array {
  const nyquist = Math.floor(rateHz / 2)
  const count = Math.min(nyquist, FREQUENCIES)
  const window = hamming(length)
  const scale = 2 / (rateHz * window.reduce((sum, w) => sum + w * w, 0))
  const starts = halfOverlapping(source.length, length)
  const powers = Array.from({ length: count }, () => new Float64Array(starts.length))
  const plan = fft(length)
  const [from, into] = [new Float64Array(2 * length), new Float64Array(2 * length)]
  for (const [s, start] of starts.entries()) {
    for (let t = 0; t < length; t++) from[2 * t] = source[start + t] * window[t]
    plan.forward(from, into)
    for (let f = 0; f < count; f++) {
      powers[f][s] = (into[2 * f + 2] ** 2 + into[2 * f + 3] ** 2) * scale
    }
  }
  if (count === nyquist) powers[count - 1] = powers[count - 1].map((p) => p / 2)
  const found = powers.map((each) => 20 * Math.log10(medianOf(each)))
  return Float64Array.from({ length: FREQUENCIES }, (_, f) => found[Math.min(f, count - 1)])
}

function fillNotches(spectrum: Float64Array): void {
  for (const hz of MAINS) {
    const [below, at, above] = spectrum.subarray(hz - 2, hz + 1)
    if (below - at > NOTCH_DB && above - at > NOTCH_DB) spectrum[hz - 1] = (below + above) / 2
  }
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
