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
  bidiagonal(
    ...args: [
      a: number,
      m: number,
      n: number,
      lefts: number,
      d: number,
      e: number,
      leftScale: number,
      rightScale: number,
      work: number,
    ]
  ): void
  centreFour(...args: [x: number, samples: number, out: number, sums: number]): void
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
  divideSingular(
    ...args: [
      diagonal: number,
      beside: number,
      n: number,
      u: number,
      uStep: number,
      v: number,
      ordered: number,
      squares: number,
      lists: number,
    ]
  ): void
  gauss(
    ...args: [a: number, n: number, m: number, step: number, panel: number, pivots: number]
  ): number
  legendreSums(
    ...args: [x: number, count: number, factors: number, terms: number, sums: number]
  ): void
  panelMaxima(
    ...args: [
      tokens: number,
      codes: number,
      halves: number,
      panels: number,
      depth: number,
      out: number,
    ]
  ): void
  multiplyTransposed(...args: [a: number, b: number, n: number, c: number, part: number]): void
  reflectEach(
    ...args: [
      x: number,
      xStep: number,
      count: number,
      m: number,
      reflectors: number,
      step: number,
      n: number,
      scale: number,
      work: number,
    ]
  ): void
  solveRight(
    ...args: [l: number, lStep: number, n: number, x: number, m: number, step: number]
  ): void
  triangular(
    ...args: [x: number, m: number, n: number, lefts: number, scale: number, work: number]
  ): void
  tridiagonal(
    ...args: [a: number, n: number, d: number, e: number, scale: number, work: number]
  ): void
  turnRows(
    ...args: [x: number, step: number, count: number, n: number, order: number, out: number]
  ): void
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
