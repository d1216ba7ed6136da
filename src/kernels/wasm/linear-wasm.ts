import { linearBinary } from './linear-binary.ts'
import { type Room, wasmModule } from './wasm-module.ts'

/**
 * The kernels of `assembly/linear`, whose docstrings say what each does. All numbers are whole:
 * addresses in bytes, or counts.
 */
export interface LinearWasm {
  readonly memory: WebAssembly.Memory
  scores(...args: [x: number, rows: number, cols: number, p: number, z: number]): void
  sums(...args: [x: number, rows: number, cols: number, v: number, out: number]): void
  curved(
    ...args: [
      x: number,
      rows: number,
      cols: number,
      p: number,
      bends: number,
      z: number,
      out: number,
    ]
  ): void
}

const kernels = wasmModule<LinearWasm>(linearBinary, 1024)

/** A memory that has grown above this is given back after the work. */
const LARGEST = 2 ** 26

/**
 * Does work in the memory of these kernels, which hold rows as long as it lasts; other work in it
 * must not begin meanwhile.
 *
 * @param bytes size of each region
 */
export function inLinearRoom<T>(bytes: readonly number[], work: (room: Room<LinearWasm>) => T): T {
  try {
    return work(kernels.room(bytes))
  } finally {
    kernels.shrink(LARGEST)
  }
}
