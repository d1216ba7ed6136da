import { type Fft, fft } from './fft.ts'
import { hannPeriodic } from './taper.ts'

/** How rows are cut into segments. */
export interface WelchOptions {
  /** Sampling rate, Hz. */
  readonly rateHz: number
  /** S, samples per segment, from 2 to T; the resolution is rateHz / S. */
  readonly segment: number
  /** Samples that two neighbouring segments share, from 0 to S - 1; S / 2 by default. */
  readonly shared?: number
}

/**
 * Estimates the power spectral density of each row by Welch's averaged periodogram.
 *
 * Segments lose their mean and are Hann-weighted. The density is one-sided: its sum times
 * rateHz / S approaches the variance of a stationary row. Samples after the last whole segment
 * are not used. A value that is not finite in a segment makes its row's density NaN.
 *
 * @param x signals, shape [R, T], in any unit u
 * @param rows R; T is `x.length / rows`
 * @returns density, shape [R, floor(S / 2) + 1], in u²/Hz; column k lies at k rateHz / S Hz
 * @throws {RangeError} the segment is not from 2 to T, or the overlap not below the segment
 * @see scipy.signal.welch; Welch (1967), IEEE Trans. Audio Electroacoust. 15(2):70-73,
 *   doi:10.1109/TAU.1967.1161901
 */
export function welch(x: Float32Array, rows: number, options: WelchOptions): Float64Array {
  const { rateHz, segment, shared = Math.floor(segment / 2) } = options
  const samples = rows === 0 ? segment : x.length / rows
  if (!(Number.isInteger(segment) && segment >= 2 && segment <= samples)) {
    throw new RangeError(`segment ${segment} is not from 2 to ${samples} samples`)
  }
  if (!(Number.isInteger(shared) && shared >= 0 && shared < segment)) {
    throw new RangeError(`overlap ${shared} is not below the segment ${segment}`)
  }
  const bins = Math.floor(segment / 2) + 1
  const density = new Float64Array(rows * bins)
  const step = segment - shared
  const count = Math.floor((samples - shared) / step)
  const work = workFor(segment)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    const into = density.subarray(r * bins, (r + 1) * bins)
    for (let s = 0; s < count; s += 2) {
      const a = row.subarray(s * step, s * step + segment)
      const b = s + 1 < count ? row.subarray((s + 1) * step, (s + 1) * step + segment) : undefined
      load(a, work.taper, work.time, 0)
      if (b) load(b, work.taper, work.time, 1)
      else for (let i = 1; i < work.time.length; i += 2) work.time[i] = 0
      work.plan.forward(work.time, work.spectrum)
      addPower(work.spectrum, into)
    }
    scaleToDensity(into, segment, rateHz * work.energy * count)
  }
  return density
}

interface Work {
  readonly plan: Fft
  readonly taper: Float64Array
  /** Sum of the squared taper. */
  readonly energy: number
  readonly time: Float64Array
  readonly spectrum: Float64Array
}

function workFor(segment: number): Work {
  const taper = hannPeriodic(segment)
  const energy = taper.reduce((sum, weight) => sum + weight * weight, 0)
  const time = new Float64Array(2 * segment)
  return { plan: fft(segment), taper, energy, time, spectrum: new Float64Array(2 * segment) }
}

function load(from: Float32Array, taper: Float64Array, into: Float64Array, part: 0 | 1): void {
  let sum = 0
  for (let n = 0; n < from.length; n++) sum += from[n]
  const mean = sum / from.length
  for (let n = 0, i = part; n < from.length; n++, i += 2) into[i] = (from[n] - mean) * taper[n]
}

/** Two real segments a + ib share a transform Z: |A|² + |B|² = (|Z[k]|² + |Z[-k]|²) / 2. */
function addPower(z: Float64Array, into: Float64Array): void {
  into[0] += z[0] * z[0] + z[1] * z[1]
  for (let k = 1, i = 2, j = z.length - 2; k < into.length; k++, i += 2, j -= 2) {
    into[k] += 0.5 * (z[i] * z[i] + z[i + 1] * z[i + 1] + z[j] * z[j] + z[j + 1] * z[j + 1])
  }
}

function scaleToDensity(density: Float64Array, segment: number, divisor: number): void {
  const last = density.length - 1
  for (let k = 0; k <= last; k++) {
    const once = k === 0 || (k === last && segment % 2 === 0)
    density[k] *= (once ? 1 : 2) / divisor
  }
}
