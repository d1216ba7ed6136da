import { halfSpectrum } from './half-spectrum.ts'
import { radicesOf } from './mixed-fft.ts'
import { placesOf, planBytes, putPlan } from './plan-room.ts'
import { loadPair, PANEL, PANEL_BYTES, rowPair } from './row-pair.ts'
import { splitPlan } from './split-plan.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'
import { type Segments, type WelchOptions, welchSegments } from './welch-segments.ts'

/** Spectra of the segments of each channel. */
export interface SegmentSpectra {
  /** Shape [F, C, 2, S]: real parts of all segments, then imaginary ones. */
  readonly values: Float64Array
  /** S. */
  readonly count: number
}

/** Longer segments, and those with a prime factor above 13, are transformed one by one. */
const LONGEST = 2 ** 15

/**
 * Transforms the segments of each channel (Hann, without their mean), laid out so that one
 * frequency of all channels lies together; shape [F, C, 2, S].
 *
 * A value that is not finite makes the spectra of its segment, and of its neighbour, NaN.
 *
 * @param x shape [C, T]
 * @param from first frequency that is kept, in steps of rateHz / segment, and `to` after the last
 * @throws {RangeError} the segment does not fit
 * @see scipy.signal.stft with boundary=None, detrend='constant'
 */
export function segmentSpectra(
  x: Float32Array,
  channels: number,
  options: WelchOptions,
  { from, to }: { readonly from: number; readonly to: number },
): SegmentSpectra {
  const samples = x.length / channels
  const layout = welchSegments(samples, options)
  const { segment, count } = layout
  const width = to - from
  const values = new Float64Array(width * channels * 2 * count)
  const put = (c: number, spectra: Float64Array, at: number) => {
    for (let s = 0; s < count; s++) {
      for (let k = 0; k < width; k++) {
        const into = (k * channels + c) * 2 * count + s
        values[into] = spectra[at + 2 * (s * width + k)]
        values[into + count] = spectra[at + 2 * (s * width + k) + 1]
      }
    }
  }
  if (segment > LONGEST || !radicesOf(segment)) {
    for (let c = 0; c < channels; c++) {
      const row = x.subarray(c * samples, (c + 1) * samples)
      put(c, spectraOfRow(row, layout, { from, to }), 0)
    }
  } else transformPairs({ x, channels, layout, from, width }, put)
  return { values, count }
}

interface Work {
  readonly x: Float32Array
  readonly channels: number
  readonly layout: Segments
  readonly from: number
  readonly width: number
}

type Put = (channel: number, spectra: Float64Array, at: number) => void

function transformPairs({ x, channels, layout, from, width }: Work, put: Put): void {
  const { segment, step, count, taper } = layout
  const samples = x.length / channels
  const length = (count - 1) * step + segment
  const split = splitPlan(segment)
  const size = 16 * (count + 1) * width
  const room = wasmRoom([
    PANEL_BYTES,
    16 * length,
    8 * segment,
    32 * segment,
    planBytes(split),
    4 * segment,
    2 * size,
  ])
  const [at, pair, tapered, work, plan, places, spectra] = room.at
  room.f64.set(taper, tapered / 8)
  putPlan(room, split, plan)
  room.u32.set(placesOf(split), places / 4)
  for (let c = 0; c < channels; c += 2) {
    const rows = rowPair(x, samples, c)
    for (let t = 0; t < length; t += PANEL) {
      const piece = { first: t, count: Math.min(PANEL, length - t), pair: pair + 16 * t }
      loadPair({ room, at }, rows, piece)
    }
    for (let s = 0; s < count; s += 2) {
      const first = pair + 16 * s * step
      const other = s + 1 < count ? tapered : 0
      room.wasm.twoFrames(first, step, segment, tapered, other, true, work, plan)
      const a = spectra + 16 * s * width
      room.wasm.partSpectra(work, segment, places, from, width, a, a + size)
    }
    put(c, room.f64, spectra / 8)
    if (c + 1 < channels) put(c + 1, room.f64, (spectra + size) / 8)
  }
}

/** Spectra of the segments of one row, shape [S, F, 2]. */
function spectraOfRow(
  row: Float32Array,
  { segment, step, count, taper }: Segments,
  { from, to }: { readonly from: number; readonly to: number },
): Float64Array {
  const transform = halfSpectrum(segment)
  const time = new Float64Array(segment)
  const spectrum = new Float64Array(2 * (Math.floor(segment / 2) + 1))
  const out = new Float64Array(count * (to - from) * 2)
  for (let s = 0; s < count; s++) {
    let sum = 0
    for (let t = 0; t < segment; t++) sum += row[s * step + t]
    const mean = sum / segment
    for (let t = 0; t < segment; t++) time[t] = (row[s * step + t] - mean) * taper[t]
    transform(time, spectrum)
    out.set(spectrum.subarray(2 * from, 2 * to), s * (to - from) * 2)
  }
  return out
}
