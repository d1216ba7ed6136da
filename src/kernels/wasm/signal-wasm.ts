import { signalBinary } from './signal-binary.ts'
import { type Room, wasmModule } from './wasm-module.ts'

/**
 * The kernels of `assembly/`, whose docstrings say what each does: two rows of signals at a time,
 * one in each half of a 128-bit register, so that a row has the same bytes whatever its neighbour.
 *
 * Numbers are addresses in bytes or counts, unless their names say otherwise.
 */
export interface SignalWasm {
  readonly memory: WebAssembly.Memory
  scale16(...args: ScaleArguments): void
  scale24(...args: ScaleArguments): void
  turn16(...args: TurnArguments): void
  turn32(...args: TurnArguments): void
  pairRows(...args: [a: number, b: number, pair: number, samples: number, check: number]): void
  partRows(pair: number, a: number, b: number, samples: number): void
  sosFour(...args: SosArguments): void
  sosTwo(...args: SosArguments): void
  sosOne(...args: SosArguments): void
  allFinite(x: number, count: number): number
  smoothAcross(
    ...args: [
      from: number,
      to: number,
      outer: number,
      length: number,
      inner: number,
      offsets: number,
      weights: number,
      radius: number,
    ]
  ): void
  smoothAlong(
    ...args: [
      from: number,
      to: number,
      rows: number,
      length: number,
      line: number,
      weights: number,
      radius: number,
    ]
  ): void
  mixFour(...args: MixArguments): void
  mixThree(...args: MixArguments): void
  mixTwo(...args: MixArguments): void
  mixOne(...args: MixArguments): void
  splitRuns(...args: [x: number, runs: number, down: number, per: number, stride: number]): number
  polyPhase(...args: PhaseArguments): void
  polyPhases(...args: PhaseArguments): void
  convolveBlocks(
    ...args: [panel: number, step: number, x: number, n: number, gain: number, twiddles: number]
  ): void
  partBlocks(x: number, count: number, out: number, gap: number): void
  addPower(
    ...args: [
      pair: number,
      count: number,
      step: number,
      length: number,
      taper: number,
      work: number,
      power: number,
      plan: number,
    ]
  ): void
  transform(x: number, length: number, plan: number): void
  twoFrames(
    ...args: [
      pair: number,
      step: number,
      length: number,
      taper: number,
      other: number,
      centred: boolean,
      work: number,
      plan: number,
    ]
  ): void
  partFrames(
    ...args: [
      work: number,
      length: number,
      places: number,
      bins: number,
      a: number,
      b: number,
      rooted: boolean,
    ]
  ): void
  partSpectra(
    ...args: [
      work: number,
      length: number,
      places: number,
      from: number,
      bins: number,
      a: number,
      b: number,
    ]
  ): void
  lagSums(
    ...args: [x: number, channels: number, channel: number, segments: number, out: number]
  ): void
  widen(pair: number, count: number, length: number, x: number): void
  reorder(x: number, places: number, length: number, y: number): void
  foldTimes(...args: FoldArguments): void
  foldReal(...args: FoldArguments): void
  transformReal(
    ...args: [x: number, response: number, length: number, z: number, plan: number]
  ): void
  addPowers(
    ...args: [
      z: number,
      places: number,
      count: number,
      scale: number,
      a: number,
      b: number,
      isFirst: boolean,
    ]
  ): void
  partNumbers(
    ...args: [z: number, places: number, count: number, scale: number, a: number, b: number]
  ): void
}

type TurnArguments = [
  x: number,
  count: number,
  channels: number,
  gains: number,
  out: number,
  stride: number,
]

type FoldArguments = [x: number, response: number, length: number, steps: number, z: number]

type ScaleArguments = [
  x: number,
  stride: number,
  runs: number,
  length: number,
  out: number,
  zero: number,
  gain: number,
  base: number,
]

type MixArguments = [
  x: number,
  places: number,
  count: number,
  w: number,
  out: number,
  step: number,
  samples: number,
]

type SosArguments = [x: number, count: number, step: number, sections: number, states: number]

type PhaseArguments = [
  runs: number,
  taps: number,
  count: number,
  out: number,
  step: number,
  outputs: number,
]

/** Room in the memory of the kernels; its views end with the next call of `wasmRoom`. */
export type WasmRoom = Room<SignalWasm>

const kernels = wasmModule<SignalWasm>(signalBinary, 1024)

/**
 * Lays regions of these sizes one after the other in the memory of the kernels.
 *
 * @param bytes size of each region
 * @returns the kernels, the regions and views of the whole memory, of shape [memory in elements]
 */
export function wasmRoom(bytes: readonly number[]): WasmRoom {
  return kernels.room(bytes)
}
