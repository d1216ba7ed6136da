import { fft } from './fft.ts'

/**
 * The analytic signal of a row: its imaginary part is the row with every frequency turned by a
 * quarter (the Hilbert transform), taken over the whole row as if it repeated.
 *
 * A value that is not finite makes everything NaN.
 *
 * @param x shape [T], T at least 1
 * @returns shape [T, 2], real and imaginary parts
 * @see scipy.signal.hilbert
 */
export function analyticSignal(x: ArrayLike<number>): Float64Array {
  const n = x.length
  const transform = fft(n)
  const from = new Float64Array(2 * n)
  const spectrum = new Float64Array(2 * n)
  for (let t = 0; t < n; t++) from[2 * t] = x[t]
  transform.forward(from, spectrum)
  const half = n / 2
  for (let k = 1; k < n; k++) {
    const weight = k === half ? 1 : k < half ? 2 : 0
    spectrum[2 * k] *= weight
    spectrum[2 * k + 1] *= weight
  }
  transform.inverse(spectrum, from)
  return from
}
