import { radicesOf } from './mixed-fft.ts'
import { placesOf, planBytes, putPlan } from './plan-room.ts'
import { unset64 } from './recycling.ts'
import {
  clearHoles,
  holesSeen,
  loadPair,
  PANEL,
  PANEL_BYTES,
  type PairPanel,
  type RowPair,
  rowPair,
} from './row-pair.ts'
import { splitPlan } from './split-plan.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'
import { welchScalar } from './welch-scalar.ts'
import { type Segments, type WelchOptions, welchSegments } from './welch-segments.ts'

export type { WelchOptions } from './welch-segments.ts'

/** Longer segments, and those with a prime factor above 13, are left to the scalar estimate. */
const LONGEST = 2 ** 17

/** Samples of a pair of rows that are loaded at a time, where segments are shorter than that. */
const STRETCH = 8192

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
  const samples = rows === 0 ? options.segment : x.length / rows
  const segments = welchSegments(samples, options)
  const { segment, bins, scale } = segments
  if (segment > LONGEST || !radicesOf(segment)) return welchScalar(x, rows, options)
  const density = unset64(rows * bins)
  const line = openLine(segments)
  for (let r = 0; r < rows; r += 2) {
    addSegments(line, rowPair(x, samples, r))
    const seen = holesSeen(line.panel)
    for (let i = 0; i < Math.min(2, rows - r); i++) {
      const into = density.subarray((r + i) * bins, (r + i + 1) * bins)
      if (seen[i]) into.fill(Number.NaN)
      else foldPower(line, i, scale, into)
    }
  }
  return density
}

/** What adds the power of segments of a pair of rows, in the memory of the kernels. */
interface Line {
  readonly panel: PairPanel
  readonly segments: Segments
  /** How many segments are loaded at a time, even. */
  readonly some: number
  /** Where the transform leaves each frequency, shape [S]. */
  readonly place: Int32Array
  /** Addresses; `pair` holds samples, 16 bytes each, `power` a sum for each frequency. */
  readonly pair: number
  readonly taper: number
  readonly work: number
  readonly power: number
  readonly plan: number
}

function openLine(segments: Segments): Line {
  const { segment, step, count, taper } = segments
  const split = splitPlan(segment)
  const fitting = 2 * Math.max(1, Math.floor((STRETCH - segment) / step / 2))
  const some = Math.min(fitting, count + (count % 2))
  const stretch = 16 * ((some - 1) * step + segment)
  const tables = [8 * segment, 32 * segment, 16 * segment, planBytes(split)]
  const room = wasmRoom([PANEL_BYTES, stretch, ...tables])
  const [at, pair, tapered, work, power, plan] = room.at
  room.f64.set(taper, tapered / 8)
  putPlan(room, split, plan)
  const place = placesOf(split)
  const addresses = { pair, taper: tapered, work, power, plan }
  return { panel: { room, at }, segments, some, place, ...addresses }
}

function addSegments(line: Line, rows: RowPair): void {
  const { panel, segments, some, pair, taper, work, power, plan } = line
  const { segment, step, count } = segments
  clearHoles(panel)
  panel.room.f64.fill(0, power / 8, power / 8 + 2 * segment)
  for (let s = 0; s < count; s += some) {
    const now = Math.min(some, count - s)
    const first = s * step
    const end = first + (now - 1) * step + segment
    for (let t = first; t < end; t += PANEL) {
      const piece = { first: t, count: Math.min(PANEL, end - t), pair: pair + 16 * (t - first) }
      loadPair(panel, rows, piece)
    }
    panel.room.wasm.addPower(pair, now, step, segment, taper, work, power, plan)
  }
}

/** Puts the sums of one row of the pair in order and scales them to a density, shape [bins]. */
function foldPower(line: Line, row: number, scale: Float64Array, into: Float64Array): void {
  const { f64 } = line.panel.room
  const { place } = line
  const sums = line.power / 8 + row
  for (let k = 0, mirror = 0; k < into.length; k++) {
    into[k] = (f64[sums + 2 * place[k]] + f64[sums + 2 * place[mirror]]) * scale[k]
    mirror = place.length - 1 - k
  }
}
