import { type Phase, polyPhases } from './poly-phases.ts'
import { unset32 } from './recycling.ts'
import { polyOutput, resamplePolyScalar } from './resample-poly-scalar.ts'
import { type WasmRoom, wasmRoom } from './wasm/signal-wasm.ts'

/** What the 12 outputs that `polyPhase` makes at a time, and the 8 of `polyPhases`, both divide. */
const STEP = 24

/** Samples of a row that are worked on at a time, as f64: what half of the nearest cache holds. */
const PANEL = 2048

/** Beyond this factor the tables of the taps outgrow the memory they are worth. */
const LARGEST = 4096

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
  if (Math.max(up, down) > LARGEST) return resamplePolyScalar(x, rows, up, down)
  const samples = rows === 0 ? 0 : x.length / rows
  const length = Math.ceil((samples * up) / down)
  const out = unset32(rows * length)
  if (out.length === 0) return out
  const bank = openBank(up, down)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    resampleRow(row, out.subarray(r * length, (r + 1) * length), bank)
  }
  return out
}

/** Phases and the work for `groups` times `up` outputs in the memory of the kernels. */
interface Bank {
  readonly room: WasmRoom
  readonly up: number
  readonly down: number
  /** G, a multiple of `STEP`: outputs of each phase that are made from one panel. */
  readonly groups: number
  /** Samples before the first that belongs to a panel, as many as taps reach back. */
  readonly before: number
  /** Samples in each of the `down` runs that a panel is split into. */
  readonly per: number
  readonly phases: readonly Phase[]
  readonly tables: readonly Table[]
  readonly panel: number
  readonly runs: number
  readonly outputs: number
}

/** The taps of two neighbouring phases, or of a last odd one, in the order of the samples. */
interface Table {
  readonly phases: readonly Phase[]
  /** The first sample that one of them meets, and how many. */
  readonly first: number
  readonly count: number
  readonly at: number
}

function openBank(up: number, down: number): Bank {
  const phases = polyPhases(up, down)
  const before = phases.reduce((most, { first }) => Math.max(most, -first), 0)
  const reach = phases.reduce((most, { first, taps }) => Math.max(most, first + taps.length), 0)
  const groups = STEP * Math.max(1, Math.floor(PANEL / (STEP * Math.max(up, down))))
  const per = groups + Math.ceil((before + reach) / down)
  const pairs = Array.from({ length: Math.ceil(up / 2) }, (_, i) => {
    const some = phases.slice(2 * i, 2 * i + 2)
    const first = Math.min(...some.map((phase) => phase.first))
    const end = Math.max(...some.map((phase) => phase.first + phase.taps.length))
    return { phases: some, first, count: end - first }
  })
  const sizes = pairs.map(({ phases, count }) => 16 * phases.length * count)
  const room = wasmRoom([4 * down * per, 8 * down * per, 4 * up * groups, ...sizes])
  const [panel, runs, outputs, ...at] = room.at
  const tables = pairs.map((pair, i) => ({ ...pair, at: at[i] }))
  const bank = { room, up, down, groups, before, per, phases, tables, panel, runs, outputs }
  for (const table of tables) fillTable(bank, table)
  return bank
}

/** Each sample's place, which is run i % down, i / down within it, and the taps that it meets. */
function fillTable({ room, before, down, per }: Bank, { phases, first, count, at }: Table): void {
  const width = 2 * phases.length
  for (let k = 0; k < count; k++) {
    const i = before + first + k
    const entry = at / 8 + width * k
    for (const [p, phase] of phases.entries()) {
      room.f64[entry + p] = phase.taps[first + k - phase.first] ?? 0
    }
    room.u32[2 * (entry + phases.length)] = 8 * ((i % down) * per + Math.floor(i / down))
  }
}

function resampleRow(row: Float32Array, into: Float32Array, bank: Bank): void {
  const { room, up, down, groups, panel, runs, per, outputs } = bank
  for (let g = 0; g * up < into.length; g += groups) {
    fillPanel(row, g * down - bank.before, bank)
    const made = into.subarray(g * up, Math.min((g + groups) * up, into.length))
    if (Number.isNaN(room.wasm.splitRuns(panel, runs, down, per, per))) {
      for (let n = 0; n < made.length; n++) made[n] = polyOutput(row, bank, g * up + n)
      continue
    }
    for (const [i, { phases, count, at }] of bank.tables.entries()) {
      const some = phases.length === 2 ? room.wasm.polyPhases : room.wasm.polyPhase
      some(runs, at, count, outputs + 8 * i, 4 * up, groups)
    }
    made.set(room.f32.subarray(outputs / 4, outputs / 4 + made.length))
  }
}

/** Copies the samples from `first` on; those beyond the ends of the row are 0. */
function fillPanel(row: Float32Array, first: number, { room, panel, down, per }: Bank): void {
  const { f32 } = room
  const start = panel / 4
  const end = start + down * per
  const from = Math.max(0, first)
  const to = Math.max(from, Math.min(row.length, first + down * per))
  f32.fill(0, start, start + Math.min(from - first, down * per))
  f32.set(row.subarray(from, to), start + from - first)
  f32.fill(0, start + to - first, end)
}
