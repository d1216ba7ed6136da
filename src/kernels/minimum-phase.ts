import { type Fft, fft } from './fft.ts'

/**
 * Turns symmetric taps into taps of the same gain that delay as little as can be: the filter looks
 * at the past only and bends the phase instead.
 *
 * By the folded cepstrum, of a transform 200 times as long as the filter. Where the gain is below
 * 1e-7 of its least value above 0 it is not kept exactly.
 *
 * @param taps shape [L], symmetric, L at least 3
 * @returns shape [L]
 * @throws {RangeError} fewer than three taps
 * @see scipy.signal.minimum_phase with method='homomorphic', half=False; Oppenheim & Schafer
 *   (2009), Discrete-Time Signal Processing, 3rd ed., section 13.6
 */
export function minimumPhase(taps: Float64Array): Float64Array {
  if (taps.length < 3) throw new RangeError(`${taps.length} taps`)
  const length = 2 ** Math.ceil(Math.log2((2 * (taps.length - 1)) / 0.01))
  const plan = fft(length)
  const cepstrum = foldedCepstrum(taps, plan)
  const spectrum = new Float64Array(2 * length)
  plan.forward(cepstrum, spectrum)
  for (let k = 0; k < 2 * length; k += 2) {
    const size = Math.exp(spectrum[k])
    const angle = spectrum[k + 1]
    spectrum[k] = size * Math.cos(angle)
    spectrum[k + 1] = size * Math.sin(angle)
  }
  plan.inverse(spectrum, cepstrum)
  return Float64Array.from(taps, (_, n) => cepstrum[2 * n])
}

/** The transform back of the log gain, its second half folded onto the first, shape [N, 2]. */
function foldedCepstrum(taps: Float64Array, plan: Fft): Float64Array {
  const { length } = plan
  const time = new Float64Array(2 * length)
  for (let n = 0; n < taps.length; n++) time[2 * n] = taps[n]
  const spectrum = new Float64Array(2 * length)
  plan.forward(time, spectrum)
  let least = Number.POSITIVE_INFINITY
  for (let k = 0; k < length; k++) {
    const gain = Math.hypot(spectrum[2 * k], spectrum[2 * k + 1])
    spectrum[2 * k] = gain
    spectrum[2 * k + 1] = 0
    if (gain > 0 && gain < least) least = gain
  }
  for (let k = 0; k < length; k++) spectrum[2 * k] = Math.log(spectrum[2 * k] + 1e-7 * least)
  plan.inverse(spectrum, time)
  for (let n = 0; n < length; n++) {
    time[2 * n + 1] = 0
    if (n > 0) time[2 * n] *= n < length / 2 ? 2 : 0
  }
  return time
}
