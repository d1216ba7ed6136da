import { hamming } from './taper.ts'

/** Taps of the filter that runs once in each direction, less one. */
const ORDER = 100

/** Frequencies from 0 to half the rate at which the response is laid down. */
const GRID = 512

/**
 * Makes the low-pass by which PREP tells noise from signal: all up to 45 Hz, nothing from 50 Hz on,
 * a cubic between; 101 taps under a Hamming window, forwards and backwards.
 *
 * @param rateHz sampling rate, Hz, above 100
 * @returns symmetric taps of both directions together, shape [201]
 * @see `pyprep.NoisyChannels`; Bigdely-Shamlo et al. (2015), Front. Neuroinform. 9:16,
 *   doi:10.3389/fninf.2015.00016
 */
export function prepLowPass(rateHz: number): Float64Array {
  const [pass, stop] = [90, 100].map((hz) => Math.round((GRID * hz) / rateHz))
  const response = Float64Array.from({ length: GRID + 1 }, (_, k) => {
    if (k <= pass) return 1
    const share = (k - pass) / (stop - pass)
    return k < stop ? 1 - share * share * (3 - 2 * share) : 0
  })
  const taper = hamming(ORDER + 1)
  const once = taper.map((weight, i) => {
    let sum = response[0]
    for (let k = 1; k < GRID; k++) {
      sum += 2 * response[k] * Math.cos((Math.PI * k * (i - ORDER / 2)) / GRID)
    }
    return (weight * sum) / (2 * GRID)
  })
  const both = new Float64Array(2 * ORDER + 1)
  for (let i = 0; i <= ORDER; i++) for (let j = 0; j <= ORDER; j++) both[i + j] += once[i] * once[j]
  for (let i = 0; i < ORDER; i++) both[i] = both[2 * ORDER - i]
  return both
}
