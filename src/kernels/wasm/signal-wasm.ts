import { signalBinary } from './signal-binary.ts'

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
  pairRows(...args: [a: number, b: number, pair: number, samples: number, check: number]): void
  partRows(pair: number, a: number, b: number, samples: number): void
  sosFour(...args: SosArguments): void
  sosTwo(...args: SosArguments): void
  sosOne(...args: SosArguments): void
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
}

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
export interface WasmRoom {
  readonly wasm: SignalWasm
  /** Where each region begins, in bytes, a multiple of 16. */
  readonly at: readonly number[]
  readonly u8: Uint8Array
  readonly f32: Float32Array
  readonly f64: Float64Array
  readonly u32: Uint32Array
}

const PAGE = 65536

let instance: SignalWasm | undefined

/**
 * Lays regions of these sizes one after the other in the memory of the kernels, which all calls of
 * a thread share: it grows to the largest call and holds nothing from one call to the next.
 *
 * @param bytes size of each region
 * @returns the kernels, the regions and views of the whole memory, of shape [memory in elements]
 */
export function wasmRoom(bytes: readonly number[]): WasmRoom {
  instance ??= compile()
  const at: number[] = []
  let end = 1024
  for (const size of bytes) {
    at.push(end)
    end += Math.ceil(size / 16) * 16
  }
  const { memory } = instance
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE)
  if (missing > 0) memory.grow(missing)
  const { buffer } = memory
  const views = { u8: new Uint8Array(buffer), u32: new Uint32Array(buffer) }
  const floats = { f32: new Float32Array(buffer), f64: new Float64Array(buffer) }
  return { wasm: instance, at, ...views, ...floats }
}

function compile(): SignalWasm {
  const bytes = Uint8Array.from(atob(signalBinary), (letter) => letter.charCodeAt(0))
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  return exports as unknown as SignalWasm
}
