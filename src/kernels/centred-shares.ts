import type { Panels } from './panels.ts'
import { type DenseWasm, inDenseRoom } from './wasm/dense-wasm.ts'
import type { Room } from './wasm/wasm-module.ts'

/** What is known of some rows, of N of them. */
export interface CentredShares {
  /** Shape [N]. */
  readonly means: Float64Array
  /** Sums of squares of the rows without their means, shape [N]. */
  readonly squares: Float64Array
  /** Sums of products of each sample with the one before, without the means; shape [N]. */
  readonly lagged: Float64Array
  /** The last sample without the mean, shape [N]. */
  readonly last: Float64Array
  /** Products of each row without its mean with the rows it is held against, shape [N, K]. */
  readonly shares: Float64Array
}

/** Rows whose panels fit a cache of 256 KiB for some hundred samples; a multiple of 4. */
const BLOCK = 64

/**
 * Takes the mean from rows and multiplies them with other rows, in f64 and in one pass.
 *
 * A row has the same bytes wherever it stands; NaN stays in its row.
 *
 * @param y rows, shape [N, T]
 * @param samples T
 * @param against shape [K, T]
 * @throws {RangeError} T is not the length of the rows
 */
export function centredShares(y: Float32Array, samples: number, against: Panels): CentredShares {
  const rows = y.length / samples
  if (!Number.isInteger(rows) || against.depth !== samples) {
    throw new RangeError(`${y.length} values and rows of ${against.depth}, not of ${samples}`)
  }
  const list = () => new Float64Array(rows)
  const shares = new Float64Array(rows * against.rows)
  const out = { means: list(), squares: list(), lagged: list(), last: list(), shares }
  const block = BLOCK * samples
  const sizes = [4 * block, 8 * block, 8 * against.values.length, 8 * BLOCK * against.rows, 128]
  inDenseRoom(sizes, (room) => {
    room.f64.set(against.values, room.at[2] / 8)
    for (let from = 0; from < rows; from += BLOCK) {
      const some = y.subarray(from * samples, Math.min(rows, from + BLOCK) * samples)
      oneBlock(room, some, { from, samples, columns: against.rows, out })
    }
  })
  return out
}

interface Place {
  /** Number of the block's first row. */
  readonly from: number
  readonly samples: number
  readonly columns: number
  readonly out: CentredShares
}

function oneBlock(room: Room<DenseWasm>, y: Float32Array, place: Place): void {
  const { wasm, f32, f64, at } = room
  const { from, samples, columns, out } = place
  const rows = y.length / samples
  const [x, panels, against, products, sums] = at
  f32.set(y, x / 4)
  f32.fill(0, x / 4 + y.length, x / 4 + 4 * Math.ceil(rows / 4) * samples)
  for (let i = 0; i < rows; i += 4) {
    wasm.centreFour(x + 4 * i * samples, samples, panels + 8 * i * samples, sums)
    const found = f64.subarray(sums / 8, sums / 8 + 16)
    for (let r = 0; r < Math.min(4, rows - i); r++) {
      const to = from + i + r
      out.means[to] = found[r]
      out.squares[to] = found[4 + r]
      out.lagged[to] = found[8 + r]
      out.last[to] = found[12 + r]
    }
  }
  const first = products / 8
  f64.fill(0, first, first + rows * columns)
  wasm.addPacked(rows, columns, samples, panels, against, products, 8 * columns, ALL)
  out.shares.set(f64.subarray(first, first + rows * columns), from * columns)
}

/** As in `assembly/dense/product.ts`. */
const ALL = 0
