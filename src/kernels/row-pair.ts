import type { WasmRoom } from './wasm/signal-wasm.ts'

/** Samples that are copied at a time: a pair of rows of them fits the nearest cache. */
export const PANEL = 1024

/** Size of the region that a `PairPanel` needs, in bytes. */
export const PANEL_BYTES = 8 * PANEL + 16

/** Where rows enter and leave the memory of the kernels: a piece of both, and two checks. */
export interface PairPanel {
  readonly room: WasmRoom
  /** Address of the region. */
  readonly at: number
}

/** Two rows, each of shape [T]. */
export type RowPair = readonly [Float32Array, Float32Array]

/** Up to `PANEL` samples of a pair of rows, from `first` on, and the address of their f64. */
export interface PairPiece {
  readonly first: number
  readonly count: number
  readonly pair: number
}

/** Gives the rows r and r + 1 of x, shape [R, samples]; a last odd row is its own neighbour. */
export function rowPair(x: Float32Array, samples: number, r: number): RowPair {
  const a = r * samples
  const b = a + samples < x.length ? a + samples : a
  return [x.subarray(a, a + samples), x.subarray(b, b + samples)]
}

/** Begins a pair of rows, of which no value that is not finite has been seen. */
export function clearHoles({ room, at }: PairPanel): void {
  room.f64.fill(0, (at + 8 * PANEL) / 8, (at + PANEL_BYTES) / 8)
}

/** Says of either row whether a value that was loaded is not finite. */
export function holesSeen({ room, at }: PairPanel): readonly [boolean, boolean] {
  const check = (at + 8 * PANEL) / 8
  return [Number.isNaN(room.f64[check]), Number.isNaN(room.f64[check + 1])]
}

/** Puts a piece of both rows side by side as f64, shape [count, 2]. */
export function loadPair({ room, at }: PairPanel, rows: RowPair, piece: PairPiece): void {
  const { first, count, pair } = piece
  const b = at + 4 * PANEL
  room.f32.set(rows[0].subarray(first, first + count), at / 4)
  room.f32.set(rows[1].subarray(first, first + count), b / 4)
  room.wasm.pairRows(at, b, pair, count, at + 8 * PANEL)
}

/** Undoes `loadPair`, rounding to f32; shape [count, 2] to a piece of both rows. */
export function drainPair({ room, at }: PairPanel, rows: RowPair, piece: PairPiece): void {
  const { first, count, pair } = piece
  const b = at + 4 * PANEL
  room.wasm.partRows(pair, at, b, count)
  rows[0].set(room.f32.subarray(at / 4, at / 4 + count), first)
  rows[1].set(room.f32.subarray(b / 4, b / 4 + count), first)
}
