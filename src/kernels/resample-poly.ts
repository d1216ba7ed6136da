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
  const reach = phases.width
  const padded = new Float64Array(samples + 2 * reach)
  for (let r = 0; r < rows; r++) {
    padded.set(x.subarray(r * samples, (r + 1) * samples), reach)
    const row = out.subarray(r * length, (r + 1) * length)
    for (let n = 0; n < Math.min(up, length); n++) {
      const taps = phases.taps.subarray(n * reach, (n + 1) * reach)
      strideDot(
        padded,
        taps,
        { from: phases.starts[n] + 1, step: down },
        { row, from: n, step: up },
      )
    }
  }
  return out
}

interface Phases {
  /** Taps in each phase. */
  readonly width: number
  /** Shape [up, width]: what output n (modulo up) multiplies, in ascending order of samples. */
  readonly taps: Float64Array
  /** Shape [up]: the last sample that output n below `up` reaches. */
  readonly starts: Int32Array
}

function phasesOf(up: number, down: number): Phases {
  const slower = Math.max(up, down)
  const half = 10 * slower
  const lowpass = firLowpass(1 / slower, kaiser(2 * half + 1, 5))
  const width = Math.ceil(lowpass.length / up)
  const taps = new Float64Array(up * width)
  const starts = new Int32Array(up)
  for (let n = 0; n < up; n++) {
    const at = n * down + half
    starts[n] = Math.floor(at / up)
    for (let k = 0, i = at % up; i < lowpass.length; k++, i += up) {
      taps[n * width + width - 1 - k] = lowpass[i] * up
    }
  }
  return { width, taps, starts }
}

interface Stride {
  readonly from: number
  readonly step: number
}

/** Four outputs of one phase at a time, so that each tap is loaded once for all four. */
function strideDot(
  x: Float64Array,
  taps: Float64Array,
  at: Stride,
  into: Stride & { readonly row: Float32Array },
): void {
  const { row, step } = into
  const hop = at.step
  const width = taps.length
  let n = into.from
  let a = at.from
  for (; n + 3 * step < row.length; n += 4 * step, a += 4 * hop) {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let k = 0, i = a; k < width; k++, i++) {
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
    for (let k = 0; k < width; k++) sum += taps[k] * x[a + k]
    row[n] = sum
  }
}
