import { denseBinary } from './dense-binary.ts'
import { type Room, wasmModule } from './wasm-module.ts'

/**
 * The kernels of `assembly/dense`, whose docstrings say what each does. All numbers are whole,
 * addresses and steps in bytes, or counts, but for `floor` and `sign`.
 */
export interface DenseWasm {
  readonly memory: WebAssembly.Memory
  addPacked(
    ...args: [
      m: number,
      n: number,
      depth: number,
      a: number,
      b: number,
      c: number,
      step: number,
      part: number,
    ]
  ): void
  cholesky(...args: [a: number, n: number, step: number, floor: number]): number
  divide(
    ...args: [
      diagonal: number,
      beside: number,
      n: number,
      x: number,
      ordered: number,
      squares: number,
      lists: number,
    ]
  ): void
  gauss(
    ...args: [a: number, n: number, m: number, step: number, panel: number, pivots: number]
  ): number
  reflectBack(...args: [a: number, n: number, scale: number, x: number, work: number]): void
  solveRight(
    ...args: [l: number, lStep: number, n: number, x: number, m: number, step: number]
  ): void
  tridiagonal(
    ...args: [a: number, n: number, d: number, e: number, scale: number, work: number]
  ): void
  turnRows(...args: [x: number, step: number, n: number, order: number, out: number]): void
}

/** What is below is where products lay out their blocks (`assembly/dense/product.ts`). */
const kernels = wasmModule<DenseWasm>(denseBinary, 2 ** 20)

/** A memory that has grown above this is given back after the call. */
const LARGEST = 2 ** 26

/**
 * Does work in the memory of the dense kernels, which all calls of a thread share.
 *
 * @param bytes size of each region
 * @param work gets the kernels, the regions and views of the whole memory, and copies its result
 */
export function inDenseRoom<T>(bytes: readonly number[], work: (room: Room<DenseWasm>) => T): T {
  try {
    return work(kernels.room(bytes))
  } finally {
    kernels.shrink(LARGEST)
  }
}
