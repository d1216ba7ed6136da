import { firLowpass } from './fir-lowpass.ts'
import { kaiser } from './taper.ts'

/**
 * Resamples each row by up / down with a polyphase low-pass: Kaiser-tapered (beta 5), ten periods
 * of the slower rate long on either side. Beyond its ends a row is zero.
 *
 * A value that is not finite stays within the reach of the taps, in its row.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param up from 1
 * @param down from 1, without a common factor with `up`
 * @returns shape [R, ceil(T up / down)], same unit
 * @throws {RangeError} `up` or `down` is not a whole number from 1
 * @see scipy.signal.resample_poly with its default window and padding
 */
export function resamplePoly(
  x: Float32Array,
  rows: number,
  up: number,
  down: number,
): Float32Array {
  if (!(Number.isInteger(up) && Number.isInteger(down) && up > 0 && down > 0)) {
    throw new RangeError(`cannot resample by ${up} / ${down}`)
  }
  if (up === 1 && down === 1) return x.slice()
  const samples = rows === 0 ? 0 : x.length / rows
  const length = Math.ceil((samples * up) / down)
  const out = new Float32Array(rows * length)
  const phases = phasesOf(up, down)
  const reach = phases.reduce((most, { taps }) => Math.max(most, taps.length), 0)
  const padded = new Float64Array(samples + 2 * reach)
  for (let r = 0; r < rows; r++) {
    padded.set(x.subarray(r * samples, (r + 1) * samples), reach)
    const row = out.subarray(r * length, (r + 1) * length)
    for (let n = 0; n < Math.min(up, length); n++) {
      const { taps, first, isSymmetric } = phases[n]
      const dot = isSymmetric ? foldedDot : plainDot
      dot(padded, taps, { from: first + reach, step: down }, { row, from: n, step: up })
    }
  }
  return out
}

/** What the outputs n, n + up, n + 2 up ... have in common. */
interface Phase {
  /** In ascending order of the samples they meet. */
  readonly taps: Float64Array
  /** The first sample that output n meets; below 0 before the start. */
  readonly first: number
  readonly isSymmetric: boolean
}

/** The phases of the outputs below `up`. */
function phasesOf(up: number, down: number): Phase[] {
  const slower = Math.max(up, down)
  const half = 10 * slower
  const lowpass = firLowpass(1 / slower, kaiser(2 * half + 1, 5))
  return Array.from({ length: up }, (_, n): Phase => {
    const at = n * down + half
    const taps = lowpass.filter((_, i) => i % up === at % up).map((tap) => tap * up)
    const isSymmetric = taps.every((tap, k) => {
      return Math.abs(tap - taps[taps.length - 1 - k]) < 1e-15 * up
    })
    return { taps: taps.reverse(), first: Math.floor(at / up) - taps.length + 1, isSymmetric }
  })
}

interface Stride {
  readonly from: number
  readonly step: number
}

type Target = Stride & { readonly row: Float32Array }

/** Four outputs of one phase at a time, so that each tap is loaded once for all four. */
function plainDot(x: Float64Array, taps: Float64Array, at: Stride, { row, from, step }: Target) {
  const hop = at.step
  let a = at.from
  let n = from
  for (; n + 3 * step < row.length; n += 4 * step, a += 4 * hop) {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let k = 0, i = a; k < taps.length; k++, i++) {
      const tap = taps[k]
      s0 += tap * x[i]
      s1 += tap * x[i + hop]
      s2 += tap * x[i + 2 * hop]
      s3 += tap * x[i + 3 * hop]
    }
    row[n] = s0
    row[n + step] = s1
    row[n + 2 * step] = s2
    row[n + 3 * step] = s3
  }
  for (; n < row.length; n += step, a += hop) {
    let sum = 0
    for (let k = 0; k < taps.length; k++) sum += taps[k] * x[a + k]
    row[n] = sum
  }
}

/** As `plainDot`, with one product for the two samples that meet equal taps. */
function foldedDot(x: Float64Array, taps: Float64Array, at: Stride, { row, from, step }: Target) {
  const hop = at.step
  const half = taps.length >> 1
  const centre = taps.length % 2 === 1 ? taps[half] : 0
  let a = at.from
  let n = from
  for (; n + 3 * step < row.length; n += 4 * step, a += 4 * hop) {
    let s0 = centre * x[a + half]
    let s1 = centre * x[a + half + hop]
    let s2 = centre * x[a + half + 2 * hop]
    let s3 = centre * x[a + half + 3 * hop]
    for (let k = 0, i = a, j = a + taps.length - 1; k < half; k++, i++, j--) {
      const tap = taps[k]
      s0 += tap * (x[i] + x[j])
      s1 += tap * (x[i + hop] + x[j + hop])
      s2 += tap * (x[i + 2 * hop] + x[j + 2 * hop])
      s3 += tap * (x[i + 3 * hop] + x[j + 3 * hop])
    }
    row[n] = s0
    row[n + step] = s1
    row[n + 2 * step] = s2
    row[n + 3 * step] = s3
  }
  plainDot(x, taps, { from: a, step: hop }, { row, from: n, step })
}
