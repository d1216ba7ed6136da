import { inLinearRoom, type LinearWasm } from './wasm/linear-wasm.ts'
import type { Room } from './wasm/wasm-module.ts'

/** Products of the rows of a matrix, of shape [R, P], with vectors. */
export interface RowProducts {
  /** Writes x p, shape [R]. */
  scores(p: Float64Array, z: Float64Array): void
  /** Writes xᵀ v, shape [P]. */
  sums(v: Float64Array, out: Float64Array): void
  /** Sets what `curved` weighs rows by, shape [R]. */
  bend(bends: Float64Array): void
  /** Writes z = x p, shape [R], and out = xᵀ (bends z), shape [P], in one pass over the rows. */
  curved(p: Float64Array, z: Float64Array, out: Float64Array): void
}

/** More than this, bytes, is no matrix for WebAssembly. */
export const mostRowBytes = 2 ** 30

/**
 * Gives work the products of a matrix, which it holds in the memory of the kernels meanwhile: the
 * work must not call this function, nor keep what it is given.
 *
 * @param x shape [R, P], at most `mostRowBytes`
 * @throws {RangeError} the matrix is too large, or R does not divide the number of values
 */
export function withRowProducts<T>(
  x: Float64Array,
  rows: number,
  work: (products: RowProducts) => T,
): T {
  const cols = x.length / rows
  if (!Number.isInteger(cols) || x.byteLength > mostRowBytes) {
    throw new RangeError(`${x.length} values of ${rows} rows`)
  }
  const high = 4 * Math.ceil(rows / 4)
  const wide = 4 * Math.ceil(cols / 4)
  const sizes = [high * wide, wide, high, high, high, wide].map((count) => 8 * count)
  return inLinearRoom(sizes, (room) => {
    const from = room.at[0] / 8
    room.f64.fill(0, from, room.f64.length)
    for (let r = 0; r < rows; r++) {
      room.f64.set(x.subarray(r * cols, (r + 1) * cols), from + r * wide)
    }
    return work(products(room, high, wide))
  })
}

function products({ wasm, at, f64 }: Room<LinearWasm>, high: number, wide: number): RowProducts {
  const [x, p, v, bends, z, out] = at
  const take = (from: number, into: Float64Array) =>
    into.set(f64.subarray(from / 8, from / 8 + into.length))
  return {
    scores(given, into) {
      f64.set(given, p / 8)
      wasm.scores(x, high, wide, p, z)
      take(z, into)
    },
    sums(given, into) {
      f64.set(given, v / 8)
      wasm.sums(x, high, wide, v, out)
      take(out, into)
    },
    bend: (given) => f64.set(given, bends / 8),
    curved(given, scored, into) {
      f64.set(given, p / 8)
      wasm.curved(x, high, wide, p, bends, z, out)
      take(z, scored)
      take(out, into)
    },
  }
}
