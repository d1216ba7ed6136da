import FFT from 'fft.js'
import { chirpFft } from './chirp-fft.ts'
import { mixedFft, radicesOf } from './mixed-fft.ts'

/**
 * A complex Fourier transform of one length, with its twiddle factors.
 *
 * Arrays are interleaved, shape [N, 2]: real and imaginary part of each number. `from` and `into`
 * are two arrays; `from` is left as it was. A value that is not finite reaches every output.
 */
export interface Fft {
  /** N. */
  readonly length: number
  /** into[k] = sum over n of from[n] exp(-2 pi i n k / N). */
  forward(from: Float64Array, into: Float64Array): void
  /** into[n] = 1/N times the sum over k of from[k] exp(2 pi i n k / N). */
  inverse(from: Float64Array, into: Float64Array): void
}

const plans = new Map<number, Fft>()

/**
 * Gives the complex transform of any length; shape [N, 2] in, shape [N, 2] out.
 *
 * Powers of two go to fft.js, products of primes up to 13 to a mixed-radix transform, all others
 * to a chirp convolution. Plans hold only constants and scratch memory and are kept by length.
 *
 * @param length N, from 1
 * @throws {RangeError} `length` is not a whole number from 1
 * @see numpy.fft.fft, numpy.fft.ifft
 */
export function fft(length: number): Fft {
  const kept = plans.get(length)
  if (kept) return kept
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`no transform of ${length}`)
  const forward = forwardOf(length)
  const plan: Fft = {
    length,
    forward,
    inverse(from, into) {
      forward(from, into)
      turnAround(into, length)
    },
  }
  plans.set(length, plan)
  return plan
}

function forwardOf(length: number): Fft['forward'] {
  if (length > 1 && (length & (length - 1)) === 0) {
    const plan = new FFT(length)
    return (from, into) => plan.transform(into, from)
  }
  const radices = radicesOf(length)
  return radices ? mixedFft(length, radices) : chirpFft(length, fft)
}

/** The inverse transform is the forward one read backwards and divided by N. */
function turnAround(x: Float64Array, length: number): void {
  const scale = 1 / length
  x[0] *= scale
  x[1] *= scale
  for (let i = 2, j = 2 * (length - 1); i <= j; i += 2, j -= 2) {
    const re = x[i]
    const im = x[i + 1]
    x[i] = x[j] * scale
    x[i + 1] = x[j + 1] * scale
    x[j] = re * scale
    x[j + 1] = im * scale
  }
}
