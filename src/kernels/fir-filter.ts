import { fft } from './fft.ts'
import { type Edge, extendRow, requireSymmetric, spreadHoles } from './fir-ends.ts'
import { firFilterScalar } from './fir-filter-scalar.ts'
import { unset32 } from './recycling.ts'
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

export type { Edge } from './fir-ends.ts'

/** Longer blocks are left to the scalar filter: these take 16 MiB. */
const LONGEST = 2 ** 17

/**
 * Filters each row with symmetric taps, so that the phase stays.
 *
 * Beyond its ends a row is continued by up to min(L, T) - 1 samples, then by zeros. Blocks are
 * convolved by the Fourier transform, two blocks of one row as a complex signal, so that no row
 * touches another. What lies within half the taps of a value that is not finite becomes NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param taps shape [L], L odd, symmetric
 * @param edge continuation: `reflect` gives 2 x[0] - x[k] at -k, `hold` gives x[0]
 * @returns shape [R, T], same unit
 * @throws {RangeError} the taps are not symmetric or their number is even
 * @see mne.filter.filter_data with pad='reflect_limited' (`reflect`) or pad='edge' (`hold`)
 */
export function firFilter(
  x: Float32Array,
  rows: number,
  taps: Float64Array,
  edge: Edge = 'reflect',
): Float32Array {
  requireSymmetric(taps)
  if (x.length === 0) return new Float32Array(0)
  const samples = x.length / rows
  const length = blockLength(samples, taps.length)
  if (taps.length === 1 || length > LONGEST) return firFilterScalar(x, rows, taps, edge)
  const out = unset32(x.length)
  const line = openLine(taps, length, edge)
  for (let r = 0; r < rows; r += 2) {
    const from = rowPair(x, samples, r)
    const into = rowPair(out, samples, r)
    filterPair(line, from, into)
    const seen = holesSeen(line.panel)
    for (let i = 0; i < 2; i++) if (seen[i]) filterHoled(line, from[i], into[i])
  }
  return out
}

/** The power of two that costs least; beyond 2^14 a block outgrows the second cache. */
function blockLength(samples: number, taps: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let length = 4; length < 8 * (samples + taps); length *= 2) {
    if (length <= taps) continue
    const pairs = Math.ceil(samples / (length - taps + 1) / 2)
    const cost = pairs * length * (Math.log2(length) + (length > 2 ** 14 ? 4 : 3))
    if (cost < least) {
      least = cost
      best = length
    }
  }
  return best
}

/** What filters blocks of a pair of rows, in the memory of the kernels. */
interface Line {
  readonly panel: PairPanel
  readonly edge: Edge
  readonly half: number
  /** N, and how many outputs one block of it gives. */
  readonly length: number
  readonly step: number
  /** Addresses; `blocks` holds two blocks that overlap, 16 bytes a sample. */
  readonly blocks: number
  readonly work: number
  readonly gain: number
  readonly twiddles: number
  readonly outputs: number
}

function openLine(taps: Float64Array, length: number, edge: Edge): Line {
  const half = (taps.length - 1) / 2
  const step = length - 2 * half
  const plan = splitPlan(length)
  const table = plan.twiddles.length
  const sizes = [PANEL_BYTES, 16 * (length + step), 32 * length, 8 * length, 8 * table, 16 * step]
  const room = wasmRoom(sizes)
  const [at, blocks, work, gain, twiddles, outputs] = room.at
  room.f64.set(plan.twiddles, twiddles / 8)
  room.f64.set(orderedGain(taps, length, plan.order), gain / 8)
  const addresses = { blocks, work, gain, twiddles, outputs }
  return { panel: { room, at }, edge, half, length, step, ...addresses }
}

/** The gain that was needed last: recordings of a run mostly pass one filter. */
let last: { taps: Float64Array; length: number; gain: Float64Array } | undefined

/** The gain in the order in which the transform leaves frequencies. */
function orderedGain(taps: Float64Array, length: number, order: Int32Array): Float64Array {
  const same = last?.length === length && last.taps.length === taps.length
  if (last && same && last.taps.every((tap, n) => tap === taps[n])) return last.gain
  const gains = gainOf(taps, length)
  const gain = Float64Array.from(order, (k) => gains[k])
  last = { taps: taps.slice(), length, gain }
  return gain
}

/** Transform of the centred taps, real because they are symmetric, over N. */
function gainOf(taps: Float64Array, length: number): Float64Array {
  const half = (taps.length - 1) / 2
  const centred = new Float64Array(2 * length)
  for (let n = 0; n < taps.length; n++) centred[2 * ((n - half + length) % length)] = taps[n]
  const spectrum = new Float64Array(2 * length)
  fft(length).forward(centred, spectrum)
  return Float64Array.from({ length }, (_, k) => spectrum[2 * k] / length)
}

function filterPair(line: Line, from: RowPair, into: RowPair): void {
  const { room } = line.panel
  const { half, length, step, work, outputs } = line
  clearHoles(line.panel)
  for (let start = 0; start < from[0].length; start += 2 * step) {
    loadBlocks(line, from, start - half)
    room.wasm.convolveBlocks(line.blocks, step, work, length, line.gain, line.twiddles)
    room.wasm.partBlocks(work + 32 * half, step, outputs, 4 * step)
    for (let i = 0; i < 4; i++) {
      const first = start + (i >> 1) * step
      const count = Math.min(step, from[0].length - first)
      if (count <= 0) continue
      const some = outputs / 4 + i * step
      into[i & 1].set(room.f32.subarray(some, some + count), first)
    }
  }
}

/** Loads the samples of both rows from `first` on, which may lie beyond their ends. */
function loadBlocks(line: Line, rows: RowPair, first: number): void {
  const count = line.length + line.step
  const from = Math.max(0, first)
  const to = Math.min(rows[0].length, first + count)
  for (let t = from; t < to; t += PANEL) {
    const pair = line.blocks + 16 * (t - first)
    loadPair(line.panel, rows, { first: t, count: Math.min(PANEL, to - t), pair })
  }
  for (let i = 0; i < 2; i++) {
    const origin = line.blocks / 8 + i - 2 * first
    continueRow(line, rows[i], { origin, from: first, to: Math.min(from, first + count) })
    continueRow(line, rows[i], { origin, from: Math.max(to, first), to: first + count })
  }
}

/** Writes the times `from` to `to` of a row, all before 0 or all from T on; time 0 at `origin`. */
function continueRow(
  { panel, edge, half }: Line,
  row: Float32Array,
  { origin, from, to }: { readonly origin: number; readonly from: number; readonly to: number },
): void {
  const { f64 } = panel.room
  const last = row.length - 1
  const end = from < 0 ? 0 : last
  for (let t = from; t < to; t++) {
    const away = Math.abs(t - end)
    const inside = row[Math.abs(end - away)]
    const value = edge === 'reflect' ? 2 * row[end] - inside : row[end]
    f64[origin + 2 * t] = away > Math.min(half, last) ? 0 : value
  }
}

/** Filters a row by itself as if its holes were 0, then spoils what they reach. */
function filterHoled(line: Line, row: Float32Array, into: Float32Array): void {
  const extended = new Float64Array(row.length + 2 * line.half)
  const holes = extendRow(row, extended, line.edge)
  const whole = row.map((value) => (Number.isFinite(value) ? value : 0))
  filterPair(line, [whole, whole], [into, into])
  if (holes) spreadHoles(holes, line.half, into)
}
