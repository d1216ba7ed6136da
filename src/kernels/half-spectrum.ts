import { fft } from './fft.ts'
import { realFft } from './real-fft.ts'

/** Transforms real numbers: from shape [N] into shape [floor(N / 2) + 1, 2], interleaved. */
export type HalfSpectrum = (from: Float64Array, into: Float64Array) => void

const odd = new Map<number, HalfSpectrum>()

/**
 * Gives the transform of real signals of any length, even or odd: frequencies from 0 to half the
 * rate, shape [N] in, shape [floor(N / 2) + 1, 2] out.
 *
 * A value that is not finite reaches every output.
 *
 * @param length N, from 1
 * @throws {RangeError} `length` is not a whole number from 1
 * @see numpy.fft.rfft
 */
export function halfSpectrum(length: number): HalfSpectrum {
  if (length % 2 === 0 && length > 0) return realFft(length).forward
  const kept = odd.get(length)
  if (kept) return kept
  const whole = fft(length)
  const [from2, into2] = [new Float64Array(2 * length), new Float64Array(2 * length)]
  const plan: HalfSpectrum = (from, into) => {
    for (let n = 0; n < length; n++) from2[2 * n] = from[n]
    whole.forward(from2, into2)
    into.set(into2.subarray(0, length + 1))
  }
  odd.set(length, plan)
  return plan
}
