import { fft } from './fft.ts'
import { largestEigenpairs } from './largest-eigenpairs.ts'

/** Tapers whose energy lies in a narrow band, the most concentrated first. */
export interface Dpss {
  /** Shape [K, N]; a taper of N + 1 samples has length 1, its last sample is left out. */
  readonly tapers: Float64Array
  /** The share of the energy of each within the band, shape [K], descending. */
  readonly ratios: Float64Array
}

/**
 * Makes discrete prolate spheroidal sequences for spectra: orthogonal tapers, which keep as much of
 * their energy as possible between -W and W, where W = halfBandwidth / N of the sampling rate.
 *
 * They are periodic: one sample longer, and the last left out. Even ones have a positive mean, odd
 * ones begin above 0.
 *
 * @param length N, from 1
 * @param halfBandwidth N W, above 0 and below N / 2
 * @param count K, from 1 to N
 * @returns tapers of shape [K, N] and their concentrations
 * @throws {RangeError} a number is out of its range
 * @see Slepian (1978), Bell Syst. Tech. J. 57(5):1371-1430, doi:10.1002/j.1538-7305.1978.tb02104.x;
 *   scipy.signal.windows.dpss with sym=False, norm=2
 */
export function dpss(length: number, halfBandwidth: number, count: number): Dpss {
  const key = `${length} ${halfBandwidth} ${count}`
  const { last } = kept
  if (last?.key === key) return last.found
  const found = made(length, halfBandwidth, count)
  kept.last = { key, found }
  return found
}

/** The tapers that were asked for last: rows of one table have one length. */
const kept: { last?: { readonly key: string; readonly found: Dpss } } = {}

function made(length: number, halfBandwidth: number, count: number): Dpss {
  if (!(length >= 1 && count >= 1 && count <= length && halfBandwidth > 0)) {
    throw new RangeError(`${count} tapers of ${length} samples, N W of ${halfBandwidth}`)
  }
  if (length === 1) return { tapers: Float64Array.of(1), ratios: Float64Array.of(1) }
  const n = length + 1
  const w = halfBandwidth / n
  if (w >= 0.5) throw new RangeError(`N W of ${halfBandwidth} is not below half of ${n}`)
  const cosine = Math.cos(2 * Math.PI * w)
  const diagonal = Float64Array.from({ length: n }, (_, i) => ((n - 1 - 2 * i) / 2) ** 2 * cosine)
  const beside = Float64Array.from({ length: n - 1 }, (_, i) => ((i + 1) * (n - 1 - i)) / 2)
  const { vectors } = largestEigenpairs(diagonal, beside, count)
  const tapers = new Float64Array(count * length)
  const ratios = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    const taper = upright(vectors.subarray(k * n, (k + 1) * n), k)
    ratios[k] = concentration(taper, w)
    tapers.set(taper.subarray(0, length), k * length)
  }
  return { tapers, ratios }
}

/** Even tapers get a positive mean, odd ones a first lobe above 0. */
function upright(taper: Float64Array, k: number): Float64Array {
  const least = Math.max(1e-7, 1 / taper.length)
  const sum = taper.reduce((total, value) => total + value, 0)
  const first = taper.find((value) => value * value > least) ?? 0
  const isDown = k % 2 === 0 ? sum < 0 : first < 0
  return isDown ? taper.map((value) => -value) : taper
}

/** The sum of the autocorrelation times the transform of the band. */
function concentration(taper: Float64Array, w: number): number {
  let size = 1
  while (size < 2 * taper.length) size *= 2
  const from = new Float64Array(2 * size)
  const into = new Float64Array(2 * size)
  for (let i = 0; i < taper.length; i++) from[2 * i] = taper[i]
  fft(size).forward(from, into)
  for (let i = 0; i < size; i++) {
    into[2 * i] = into[2 * i] * into[2 * i] + into[2 * i + 1] * into[2 * i + 1]
    into[2 * i + 1] = 0
  }
  fft(size).inverse(into, from)
  let sum = 2 * w * from[0]
  for (let i = 1; i < taper.length; i++) {
    sum += 2 * from[2 * i] * (Math.sin(2 * Math.PI * w * i) / (Math.PI * i))
  }
  return sum
}
