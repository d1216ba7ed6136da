import { halfSpectrum } from './half-spectrum.ts'
import { unset32 } from './recycling.ts'

export interface SpectraOptions {
  /** What each number of the transform is divided by. */
  readonly divisor: number
  /** Magnitude |X|, power |X|², or the natural logarithm of the magnitude (-Infinity for 0). */
  readonly value: 'magnitude' | 'power' | 'log'
}

/**
 * Gives the spectrum of each row, frequencies from 0 to half the rate.
 *
 * A value that is not finite makes its row NaN.
 *
 * @param x signals, shape [R, T], any unit u
 * @param samples T
 * @returns shape [R, floor(T / 2) + 1], in u, u² or ln u
 * @see numpy.fft.rfft
 */
export function spectra(x: Float32Array, samples: number, options: SpectraOptions): Float32Array {
  const bins = Math.floor(samples / 2) + 1
  const rows = x.length / samples
  const transform = halfSpectrum(samples)
  const from = new Float64Array(samples)
  const into = new Float64Array(2 * bins)
  const out = unset32(rows * bins)
  for (let r = 0; r < rows; r++) {
    for (let n = 0; n < samples; n++) from[n] = x[r * samples + n] / options.divisor
    transform(from, into)
    keepSpectrum(into, out.subarray(r * bins, (r + 1) * bins), options.value)
  }
  return out
}

/**
 * Puts the magnitude, power or logarithm of a transform into an array.
 *
 * @param spectrum shape [K or more, 2], interleaved
 * @param out shape [K]
 */
export function keepSpectrum(
  spectrum: Float64Array,
  out: Float32Array,
  value: SpectraOptions['value'],
): void {
  for (let k = 0; k < out.length; k++) {
    const power = spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1]
    if (value === 'power') out[k] = power
    else out[k] = value === 'log' ? 0.5 * Math.log(power) : Math.sqrt(power)
  }
}
