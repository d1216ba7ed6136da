import { dpss } from './dpss.ts'

/** A complex wavelet in time, and how much of a mean over wavelets it is. */
export interface Wavelet {
  /** Shape [L, 2], real and imaginary parts. */
  readonly values: Float64Array
  /** Weight of its power among those of one frequency. */
  readonly weight: number
}

/** Which wavelets are made. */
export interface BankOptions {
  readonly rateHz: number
  readonly frequenciesHz: readonly number[]
  /** Cycles of each, one number for all or one for each frequency. */
  readonly cycles: number | readonly number[]
  /** Whether a wavelet gets a mean of 0, so that an offset of the signal gives nothing. */
  readonly zeroMean: boolean
}

/**
 * Makes Morlet wavelets, shape [L, 2] each: a Gaussian of deviation cycles / (2 pi f), cut off
 * after five deviations, on a complex oscillation. Their sum of squares is 2.
 *
 * @returns for each frequency its one wavelet
 * @see Tallon-Baudry et al. (1997), J. Neurosci. 17(2):722-734,
 *   doi:10.1523/JNEUROSCI.17-02-00722.1997; mne.time_frequency.morlet
 */
export function morletWavelets(options: BankOptions): Wavelet[][] {
  const { rateHz, frequenciesHz, zeroMean } = options
  return frequenciesHz.map((hz, k) => {
    const spreadS = cyclesOf(options, k) / (2 * Math.PI * hz)
    const half = stepsBelow(5 * spreadS, rateHz)
    const offset = zeroMean ? Math.exp(-2 * (Math.PI * hz * spreadS) ** 2) : 0
    const values = new Float64Array(2 * (2 * half + 1))
    for (let i = -half; i <= half; i++) {
      const t = i / rateHz
      const envelope = Math.exp((-t * t) / (2 * spreadS * spreadS))
      const angle = 2 * Math.PI * hz * t
      values[2 * (i + half)] = (Math.cos(angle) - offset) * envelope
      values[2 * (i + half) + 1] = Math.sin(angle) * envelope
    }
    return [{ values: ofEnergyTwo(values), weight: 1 }]
  })
}

/**
 * Makes multitaper wavelets, shape [L, 2] each: prolate tapers on a complex oscillation. Their sum
 * of squares is 2; the weights are those of the tapers' powers and sum to 2, as those of a
 * one-sided spectrum; that of a single taper is its concentration.
 *
 * @param timeBandwidth length times bandwidth of the smoothing, from 2; one taper less than it
 * @returns for each frequency its wavelets
 * @see mne.time_frequency.tfr_array_multitaper
 */
export function taperedWavelets(options: BankOptions, timeBandwidth: number): Wavelet[][] {
  const { rateHz, frequenciesHz } = options
  const tapers = Math.floor(timeBandwidth - 1)
  return frequenciesHz.map((hz, k) => {
    const lengthS = cyclesOf(options, k) / hz
    const samples = stepsBelow(lengthS, rateHz) + 1
    const found = dpss(samples, timeBandwidth / 2, tapers)
    const total = found.ratios.reduce((sum, ratio) => sum + ratio, 0)
    return Array.from({ length: tapers }, (_, m) => {
      const taper = found.tapers.subarray(m * samples, (m + 1) * samples)
      const values = oscillation(taper, { hz, rateHz, lengthS, zeroMean: options.zeroMean })
      const weight = tapers === 1 ? found.ratios[m] : (2 * found.ratios[m]) / total
      return { values: ofEnergyTwo(values), weight }
    })
  })
}

const cyclesOf = ({ cycles }: BankOptions, k: number) =>
  typeof cycles === 'number' ? cycles : cycles[k]

/** The largest i with i / rate below a time, as a range from 0 has it. */
function stepsBelow(endS: number, rateHz: number): number {
  return Math.max(0, Math.ceil(endS / (1 / rateHz)) - 1)
}

interface Oscillation {
  readonly hz: number
  readonly rateHz: number
  readonly lengthS: number
  readonly zeroMean: boolean
}

function oscillation(taper: Float64Array, { hz, rateHz, lengthS, zeroMean }: Oscillation) {
  const values = new Float64Array(2 * taper.length)
  let [re, im] = [0, 0]
  for (let i = 0; i < taper.length; i++) {
    const angle = 2 * Math.PI * hz * (i / rateHz - lengthS / 2)
    values[2 * i] = Math.cos(angle) * taper[i]
    values[2 * i + 1] = Math.sin(angle) * taper[i]
    re += values[2 * i] / taper.length
    im += values[2 * i + 1] / taper.length
  }
  for (let i = 0; zeroMean && i < taper.length; i++) {
    values[2 * i] -= re
    values[2 * i + 1] -= im
  }
  return values
}

function ofEnergyTwo(values: Float64Array): Float64Array {
  let sum = 0
  for (const value of values) sum += value * value
  const scale = Math.sqrt(2 / sum)
  return values.map((value) => value * scale)
}
