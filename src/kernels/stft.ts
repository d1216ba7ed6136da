import { radicesOf } from './mixed-fft.ts'
import { placesOf, planBytes, putPlan } from './plan-room.ts'
import { unset32 } from './recycling.ts'
import {
  clearHoles,
  holesSeen,
  loadPair,
  PANEL,
  PANEL_BYTES,
  type PairPanel,
  type RowPair,
} from './row-pair.ts'
import { splitPlan } from './split-plan.ts'
import { frameCount, type StftOptions, stftScalar } from './stft-scalar.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'

export { frameCount, type StftOptions } from './stft-scalar.ts'

/** Longer frames, and those with a prime factor above 13, are left to the scalar transform. */
const LONGEST = 2 ** 15
/** Longer rows too: both of a pair lie in the memory of the kernels. */
const LONGEST_ROW = 2 ** 22

/**
 * Gives the short-time Fourier transform of each row, frame after frame.
 *
 * A value that is not finite makes the frames that hold it NaN.
 *
 * @param x signals, shape [R, T], any unit u
 * @param rows R; T is `x.length / rows`
 * @returns shape [R, M, K], in u, u² or ln u, M by `frameCount`
 * @throws {RangeError} taper and segment differ, bins are more than there are, or M is below 1
 * @see scipy.signal.stft (edge zeros, fill, periodic Hann, divisor: sum of the taper);
 *   torch.stft (edge reflect for center=True else none, no fill, divisor 1)
 */
export function stft(x: Float32Array, rows: number, options: StftOptions): Float32Array {
  const { segment, taper, bins } = options
  const samples = rows === 0 ? 0 : x.length / rows
  const frames = rows === 0 ? 0 : frameCount(samples, options)
  const isWrong = taper.length !== segment || bins < 1 || bins > Math.floor(segment / 2) + 1
  if (isWrong || (rows > 0 && frames < 1)) {
    throw new RangeError(`frames of ${segment} from ${samples} samples, ${bins} bins`)
  }
  const isLong = segment > LONGEST || samples > LONGEST_ROW || !radicesOf(segment)
  if (isLong || rows === 0) return stftScalar(x, rows, options)
  const out = unset32(rows * frames * bins)
  const line = openLine(samples, frames, options)
  for (let r = 0; r < rows; r += 2) {
    const own = [r, Math.min(r + 1, rows - 1)].map((i) =>
      x.subarray(i * samples, (i + 1) * samples),
    )
    const seen = transformPair(line, [padded(own[0], line, 0), padded(own[1], line, 1)])
    for (let i = 0; i < Math.min(2, rows - r); i++) {
      const into = out.subarray((r + i) * frames * bins, (r + i + 1) * frames * bins)
      if (seen[i]) into.set(stftScalar(own[i], 1, options))
      else drain(line, i, into)
    }
  }
  return out
}

/** What transforms the frames of a pair of rows in the memory of the kernels. */
interface Line {
  readonly panel: PairPanel
  readonly options: StftOptions
  readonly frames: number
  /** Two rows with what is put around them, as far as frames reach. */
  readonly rows: RowPair
  /** Addresses. */
  readonly pair: number
  readonly taper: number
  readonly work: number
  readonly plan: number
  readonly places: number
  readonly spectra: number
}

function openLine(samples: number, frames: number, options: StftOptions): Line {
  const { segment, hop, edge, taper, divisor } = options
  const length = (frames - 1) * hop + segment
  const split = splitPlan(segment)
  const spectrum = spectrumBytes({ frames, options })
  const room = wasmRoom([
    PANEL_BYTES,
    16 * length,
    8 * segment,
    32 * segment,
    planBytes(split),
    4 * segment,
    2 * spectrum,
  ])
  const [at, pair, tapered, work, plan, places, spectra] = room.at
  room.f64.set(
    taper.map((weight) => weight / divisor),
    tapered / 8,
  )
  putPlan(room, split, plan)
  room.u32.set(placesOf(split), places / 4)
  const isPadded = edge !== 'none' || length > samples
  const size = isPadded ? length : 0
  const rows: RowPair = [new Float32Array(size), new Float32Array(size)]
  const addresses = { pair, taper: tapered, work, plan, places, spectra }
  return { panel: { room, at }, options, frames, rows, ...addresses }
}

/** The row with zeros or its mirror image around it, or as it is where frames lie within it. */
function padded(row: Float32Array, { rows, options }: Line, which: 0 | 1): Float32Array {
  const into = rows[which]
  if (into.length === 0) return row
  const before = options.edge === 'none' ? 0 : Math.floor(options.segment / 2)
  const count = Math.min(row.length, into.length - before)
  into.fill(0, 0, before)
  into.set(row.subarray(0, count), before)
  into.fill(0, before + count)
  if (options.edge !== 'reflect') return into
  const last = row.length - 1
  for (let n = 0; n < before; n++) into[n] = row[before - n]
  for (let n = before + row.length; n < into.length; n++) into[n] = row[2 * last - (n - before)]
  return into
}

/** Says of either row whether it holds a value that is not finite. */
function transformPair(line: Line, rows: RowPair): readonly [boolean, boolean] {
  const { panel, options, frames, pair, taper, work, plan, places, spectra } = line
  const { segment, hop, bins, value } = options
  const { wasm } = panel.room
  const length = (frames - 1) * hop + segment
  clearHoles(panel)
  for (let t = 0; t < length; t += PANEL) {
    loadPair(panel, rows, { first: t, count: Math.min(PANEL, length - t), pair: pair + 16 * t })
  }
  for (let m = 0; m < frames; m += 2) {
    const other = m + 1 < frames ? taper : 0
    wasm.twoFrames(pair + 16 * m * hop, hop, segment, taper, other, false, work, plan)
    const a = spectra + 4 * m * bins
    const b = a + spectrumBytes(line)
    wasm.partFrames(work, segment, places, bins, a, b, value !== 'power')
  }
  return holesSeen(panel)
}

/** Room for the spectra of one row, and of a frame more where their number is odd. */
const spectrumBytes = ({ frames, options: { bins } }: Pick<Line, 'frames' | 'options'>) =>
  16 * Math.ceil((4 * (frames + 1) * bins) / 16)

function drain(line: Line, row: number, into: Float32Array): void {
  const from = (line.spectra + row * spectrumBytes(line)) / 4
  into.set(line.panel.room.f32.subarray(from, from + into.length))
  if (line.options.value !== 'log') return
  for (let i = 0; i < into.length; i++) into[i] = Math.log(into[i])
}
