import type { Sections } from './zpk-sections.ts'

/**
 * Designs second-order notches, one after the other.
 *
 * @param freqsHz what is stopped, each above 0 and below half the rate
 * @param q freq over the width between the points where the gain is 1 / sqrt(2), above 0
 * @returns sections, shape [S, 6], one for each frequency
 * @throws {RangeError} a frequency or `q` is out of range
 * @see scipy.signal.iirnotch; Orfanidis (1996), Introduction to Signal Processing, section 11.3
 */
export function iirNotch(freqsHz: readonly number[], q: number, rateHz: number): Sections {
  const out = new Float64Array(6 * freqsHz.length)
  freqsHz.forEach((freq, s) => {
    const relative = freq / (rateHz / 2)
    if (!(relative > 0 && relative < 1 && q > 0)) {
      throw new RangeError(`no notch at ${freq} Hz with q ${q} for ${rateHz} Hz`)
    }
    const gain = 1 / (1 + Math.tan((Math.PI * relative) / q / 2))
    const cosine = Math.cos(Math.PI * relative)
    out.set([gain, -2 * gain * cosine, gain, 1, -2 * gain * cosine, 2 * gain - 1], 6 * s)
  })
  return out
}
