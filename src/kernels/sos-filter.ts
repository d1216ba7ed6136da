import { firstHole } from './first-hole.ts'
import { unset32 } from './recycling.ts'
import {
  clearHoles,
  drainPair,
  holesSeen,
  loadPair,
  PANEL,
  PANEL_BYTES,
  type PairPanel,
  type RowPair,
  rowPair,
} from './row-pair.ts'
import { sosPadding, steadyState } from './sos-ends.ts'
import { sosFilterBothWaysScalar } from './sos-filter-scalar.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'
import type { Sections } from './zpk-sections.ts'

export { sosPadding } from './sos-ends.ts'

/** Longer rows, padding included, are left to the scalar filter: a pair of these takes 32 MiB. */
const LONGEST = 2 ** 21

/**
 * Filters each row forwards, from rest: the output at a time depends on the past only.
 *
 * From a value that is not finite on, a row is NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param sections shape [S, 6]
 * @returns shape [R, T], same unit
 * @see scipy.signal.sosfilt
 */
export function sosFilter(x: Float32Array, rows: number, sections: Sections): Float32Array {
  const out = unset32(x.length)
  if (x.length === 0) return out
  const samples = x.length / rows
  const line = openLine(sections, PANEL)
  for (let r = 0; r < rows; r += 2) {
    const from = rowPair(x, samples, r)
    const into = rowPair(out, samples, r)
    begin(line)
    for (let first = 0; first < samples; first += PANEL) {
      const piece = { first, count: Math.min(PANEL, samples - first), pair: line.pair }
      loadPair(line.panel, from, piece)
      run(line, 0, piece.count, 1)
      drainPair(line.panel, into, piece)
    }
    for (const i of holed(line)) into[i].fill(Number.NaN, firstHole(from[i]))
  }
  return out
}

/**
 * Filters each row forwards, then backwards, so that the phase stays and the gain is squared.
 *
 * Both ends are continued by `sosPadding` samples mirrored through the end point; each pass
 * starts in the state of a constant. A value that is not finite makes its row NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param sections shape [S, 6]
 * @returns shape [R, T], same unit
 * @throws {RangeError} T is not above `sosPadding(sections)`
 * @see scipy.signal.sosfiltfilt
 */
export function sosFilterBothWays(x: Float32Array, rows: number, sections: Sections): Float32Array {
  if (x.length === 0) return new Float32Array(0)
  const samples = x.length / rows
  const pad = sosPadding(sections)
  if (samples <= pad) throw new RangeError(`${samples} samples are not above ${pad}`)
  if (samples + 2 * pad > LONGEST) return sosFilterBothWaysScalar(x, rows, sections)
  const out = unset32(x.length)
  const line = openLine(sections, samples + 2 * pad)
  const steady = steadyState(sections)
  for (let r = 0; r < rows; r += 2) {
    const into = rowPair(out, samples, r)
    begin(line)
    forwards(line, rowPair(x, samples, r), steady, pad)
    backwards(line, into, steady, pad)
    for (const i of holed(line)) into[i].fill(Number.NaN)
  }
  return out
}

/** A pair of rows, or a piece of it, in the memory of the kernels, and what filters it. */
interface Line {
  readonly panel: PairPanel
  /** S. */
  readonly count: number
  /** Addresses of the sections, of both rows' states, and of the samples, 16 bytes each. */
  readonly sections: number
  readonly states: number
  readonly pair: number
}

function openLine(sections: Sections, samples: number): Line {
  const room = wasmRoom([
    8 * sections.length,
    16 * (sections.length / 3),
    PANEL_BYTES,
    16 * samples,
  ])
  const [f, z, at, pair] = room.at
  room.f64.set(sections, f / 8)
  return { panel: { room, at }, count: sections.length / 6, sections: f, states: z, pair }
}

function begin(line: Line): void {
  clearHoles(line.panel)
  line.panel.room.f64.fill(0, line.states / 8, line.states / 8 + 4 * line.count)
}

function holed(line: Line): number[] {
  const seen = holesSeen(line.panel)
  return [0, 1].filter((i) => seen[i])
}

/** Sets both rows' states to those of a constant, the sample at `index` of the pair. */
function settle(line: Line, steady: Float64Array, index: number): void {
  const { f64 } = line.panel.room
  const sample = line.pair / 8 + 2 * index
  const states = line.states / 8
  for (let i = 0; i < 2 * steady.length; i++)
    f64[states + i] = steady[i >> 1] * f64[sample + (i & 1)]
}

function run(line: Line, first: number, count: number, direction: 1 | -1): void {
  const { wasm } = line.panel.room
  const x = line.pair + 16 * first
  for (let s = 0; s < line.count; ) {
    const left = line.count - s
    const some = left >= 4 ? wasm.sosFour : left >= 2 ? wasm.sosTwo : wasm.sosOne
    some(x, count, 16 * direction, line.sections + 48 * s, line.states + 32 * s)
    s += left >= 4 ? 4 : left >= 2 ? 2 : 1
  }
}

/** Loads a pair of rows with its continuations and filters it, a piece at a time. */
function forwards(line: Line, rows: RowPair, steady: Float64Array, pad: number): void {
  const samples = rows[0].length
  mirror(line, rows, pad)
  settle(line, steady, 0)
  run(line, 0, pad, 1)
  for (let first = 0; first < samples; first += PANEL) {
    const count = Math.min(PANEL, samples - first)
    loadPair(line.panel, rows, { first, count, pair: line.pair + 16 * (pad + first) })
    run(line, pad + first, count, 1)
  }
  run(line, pad + samples, pad, 1)
}

function backwards(line: Line, rows: RowPair, steady: Float64Array, pad: number): void {
  const samples = rows[0].length
  const last = samples + 2 * pad - 1
  settle(line, steady, last)
  run(line, last, pad, -1)
  for (let end = samples; end > 0; end -= PANEL) {
    const first = Math.max(0, end - PANEL)
    run(line, pad + end - 1, end - first, -1)
    const piece = { first, count: end - first, pair: line.pair + 16 * (pad + first) }
    drainPair(line.panel, rows, piece)
  }
}

function mirror(line: Line, rows: RowPair, pad: number): void {
  const { f64 } = line.panel.room
  for (let i = 0; i < 2; i++) {
    const row = rows[i]
    const last = row.length - 1
    const start = line.pair / 8 + 2 * pad + i
    for (let k = 1; k <= pad; k++) {
      f64[start - 2 * k] = 2 * row[0] - row[k]
      f64[start + 2 * (last + k)] = 2 * row[last] - row[last - k]
    }
  }
}
