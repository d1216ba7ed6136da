import { denseBinary } from './dense-binary.ts'
import { type Room, wasmModule } from './wasm-module.ts'

/**
 * What separating sources uses of `assembly/dense`, in a memory of its own: dense algebra goes on
 * beside it. Addresses in bytes, or counts.
 */
export interface SeparationWasm {
  readonly memory: WebAssembly.Memory
  sourceScores(
    ...args: [
      x: number,
      samples: number,
      n: number,
      w: number,
      room: number,
      products: number,
      curves: number,
      squares: number,
      sizes: number,
      factors: number,
      every: number,
    ]
  ): void
  sourceLosses(
    ...args: [
      x: number,
      samples: number,
      n: number,
      w: number,
      room: number,
      sizes: number,
      factors: number,
      every: number,
    ]
  ): void
}

const kernels = wasmModule<SeparationWasm>(denseBinary, 1024)

/** A memory that has grown above this is given back after the work. */
const LARGEST = 2 ** 26

/**
 * Does work in the memory of this kernel, which holds signals as long as it lasts; other work in it
 * must not begin meanwhile.
 *
 * @param bytes size of each region
 */
export function inSeparationRoom<T>(
  bytes: readonly number[],
  work: (room: Room<SeparationWasm>) => T,
): T {
  try {
    return work(kernels.room(bytes))
  } finally {
    kernels.shrink(LARGEST)
  }
}
