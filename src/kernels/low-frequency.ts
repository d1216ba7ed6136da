import { halfSpectrum } from './half-spectrum.ts'

/** Amplitude of low frequencies of each row, shape [R] each. */
export interface LowFrequency {
  /** Mean amplitude of the band, in the unit of x. */
  readonly alff: Float64Array
  /** The sum of amplitudes of the band over that of all frequencies above 0. */
  readonly falff: Float64Array
}

/**
 * Amplitudes of low-frequency fluctuations: ALFF and fALFF.
 *
 * The amplitude at a frequency is 2 |X| / T, X the discrete Fourier transform of the row less its
 * mean; both ends of the band belong to it. A constant row has ALFF 0 and fALFF NaN. Remove drifts
 * first.
 *
 * @param x shape [R, T]
 * @param rows R
 * @param rateHz one over the repetition time
 * @param bandHz from and to, Hz
 * @throws {RangeError} no frequency lies in the band
 * @see Zang et al. (2007), Brain Dev. 29(2):83-91, doi:10.1016/j.braindev.2006.07.002; Zou et al.
 *   (2008), J. Neurosci. Methods 172(1):137-141, doi:10.1016/j.jneumeth.2008.04.012
 */
export function lowFrequency(
  x: ArrayLike<number>,
  rows: number,
  rateHz: number,
  bandHz: readonly [number, number],
): LowFrequency {
  const samples = x.length / rows
  const bins = Math.floor(samples / 2) + 1
  const slack = 1e-9 * rateHz
  const inBand = Uint8Array.from({ length: bins }, (_, k) => {
    const freqHz = (k * rateHz) / samples
    return k > 0 && freqHz >= bandHz[0] - slack && freqHz <= bandHz[1] + slack ? 1 : 0
  })
  const count = inBand.reduce((sum, one) => sum + one, 0)
  if (count === 0) throw new RangeError(`no frequency of ${samples} samples lies in the band`)
  const transform = halfSpectrum(samples)
  const row = new Float64Array(samples)
  const spectrum = new Float64Array(2 * bins)
  const out = { alff: new Float64Array(rows), falff: new Float64Array(rows) }
  for (let r = 0; r < rows; r++) {
    let mean = 0
    for (let t = 0; t < samples; t++) mean += x[r * samples + t] / samples
    for (let t = 0; t < samples; t++) row[t] = x[r * samples + t] - mean
    transform(row, spectrum)
    let [band, all] = [0, 0]
    for (let k = 1; k < bins; k++) {
      const amplitude = (2 * Math.hypot(spectrum[2 * k], spectrum[2 * k + 1])) / samples
      all += amplitude
      if (inBand[k]) band += amplitude
    }
    out.alff[r] = band / count
    out.falff[r] = band / all
  }
  return out
}
