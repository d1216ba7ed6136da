import { halfOverlapping } from './component-spectra.ts'
import { rational } from './rational.ts'
import { realFft } from './real-fft.ts'
import { resamplePoly } from './resample-poly.ts'

/** Lags 10, 20 ... 1000 ms. */
const LAGS = 100

/** Length of a window, s. */
const WINDOW_S = 3

/**
 * The autocorrelation of each source as ICLabel takes it: the mean over windows of three seconds,
 * half overlapping, at lags up to one second, corrected for the fewer pairs at longer lags and
 * resampled to 100 Hz.
 *
 * @param sources shape [K, T], T at least five seconds
 * @param rows K
 * @param rateHz sampling rate, Hz, from 100; its whole part is what lags are counted in
 * @returns shape [K, 100], 1 at lag 0, which is left out
 * @throws {RangeError} the rate is lower or signals are shorter
 * @see Pion-Tonachini et al. (2019), NeuroImage 198:181-197, doi:10.1016/j.neuroimage.2019.05.026;
 *   `mne_icalabel.iclabel.features`
 */
export function componentAutocorrelations(
  sources: Float64Array,
  rows: number,
  rateHz: number,
): Float32Array {
  const samples = sources.length / rows
  const second = Math.floor(rateHz)
  if (!(rateHz >= 100) || !(samples > 5 * rateHz)) {
    throw new RangeError(`${samples} samples at ${rateHz} Hz`)
  }
  const lags = new Float32Array(rows * (second + 1))
  for (let k = 0; k < rows; k++) {
    const source = sources.subarray(k * samples, (k + 1) * samples)
    lags.set(correlation(source, Math.floor(WINDOW_S * rateHz), second), k * (second + 1))
  }
  const down = (second + 1) * LAGS > (LAGS + 1) * second ? second + 1 : second
  const ratio = rational(LAGS, down) ?? { up: LAGS, down }
  const found = resamplePoly(lags, rows, ratio.up, ratio.down)
  const wide = found.length / rows
  const out = new Float32Array(rows * LAGS)
  for (let k = 0; k < rows; k++) {
    out.set(found.subarray(k * wide + 1, k * wide + 1 + LAGS), k * LAGS)
  }
  return out
}

/** Autocorrelation at lags from 0 to `most`, samples. */
function correlation(source: Float64Array, length: number, most: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(2 * length - 1))
  const plan = realFft(size)
  const from = new Float64Array(size)
  const into = new Float64Array(size + 2)
  const power = new Float64Array(size)
  for (const start of halfOverlapping(source.length, length)) {
    from.set(source.subarray(start, start + length))
    plan.forward(from, into)
    for (let f = 0; f <= size / 2; f++) power[f] += into[2 * f] ** 2 + into[2 * f + 1] ** 2
  }
  for (let f = 1; f < size / 2; f++) power[size - f] = power[f]
  plan.forward(power, into)
  return Float64Array.from({ length: most + 1 }, (_, lag) => {
    const pairs = Math.max(1, length - lag) / length
    return into[2 * lag] / (into[0] * pairs)
  })
}
