import { inSeparationRoom, type SeparationWasm } from './wasm/separation-wasm.ts'
import type { Room } from './wasm/wasm-module.ts'

/** What sources y = w x say about the density 1 / cosh; means over all samples. */
export interface SourceScores {
  /** Means of tanh(y_k) y_l, shape [N, N]. */
  readonly products: Float64Array
  /** Means of (1 - tanh² y_k) y_l², shape [N, N]. */
  readonly curves: Float64Array
  /** Means of 1 - tanh² y_k, shape [N]. */
  readonly slopes: Float64Array
  /** Means of log(2 cosh y_k), shape [N]. */
  readonly losses: Float64Array
}

/** Samples that are worked on at a time; as in `assembly/dense/source-scores.ts`. */
const BLOCK = 64

/** Signals that take more, bytes, are copied piece by piece each time. */
const LARGEST = 2 ** 28

/**
 * Gives work the scores of sources of signals, for any matrix that makes sources of them. The
 * signals stay in the memory of the kernel meanwhile: the work must not call this function.
 *
 * Each value costs one exponential: tanh and log cosh follow from exp(-2 |y|), and logarithms are
 * taken of products. Errors are about 1e-15. Nothing is said about NaN: signals are finite.
 *
 * @param x signals, shape [N, T], scaled to a variance near 1
 * @param rows N
 * @param work gets a function from w, shape [N, N], to scores
 * @param largest bytes above which signals are copied piece by piece
 * @throws {RangeError} N does not divide the number of values
 * @see Bell & Sejnowski (1995), Neural Computation 7(6):1129-1159, doi:10.1162/neco.1995.7.6.1129
 */
export function withSourceScores<T>(
  x: Float64Array,
  rows: number,
  work: (scoresOf: (w: Float64Array) => SourceScores) => T,
  largest = LARGEST,
): T {
  const samples = x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values, ${rows} rows`)
  const whole = BLOCK * Math.ceil(samples / BLOCK)
  const piece = Math.min(whole, BLOCK * Math.max(1, Math.floor(largest / (8 * rows * BLOCK))))
  const wide = 4 * Math.ceil(rows / 4)
  const regions = [piece * rows, rows * wide, 4 * wide * BLOCK, wide * wide, wide * wide]
  const sizes = [...regions, wide, wide, wide].map((count) => 8 * count)
  return inSeparationRoom(sizes, (room) => {
    const task = { room, x, rows, samples, piece }
    const isWhole = piece === whole
    if (isWhole) load(task, 0)
    return work((w) => scores(task, w, isWhole))
  })
}

interface Task {
  readonly room: Room<SeparationWasm>
  readonly x: Float64Array
  readonly rows: number
  readonly samples: number
  readonly piece: number
}

/** Puts a piece of the signals into the room, in fours of samples; beyond the end zeros. */
function load({ room, x, rows, samples, piece }: Task, from: number): void {
  const { f64, at } = room
  const count = Math.min(piece, samples - from)
  const to = at[0] / 8
  if (count < piece) f64.fill(0, to, to + piece * rows)
  for (let r = 0; r < rows; r++) {
    const source = r * samples + from
    for (let t = 0; t < count; t++) {
      f64[to + (t >> 2) * 4 * rows + 4 * r + (t & 3)] = x[source + t]
    }
  }
}

function scores(task: Task, w: Float64Array, isLoaded: boolean): SourceScores {
  const { room, rows, samples, piece } = task
  const { wasm, f64, at } = room
  const [signals, matrix, work, products, curves, squares, sizes, factors] = at
  f64.fill(0, matrix / 8, work / 8)
  for (let k = 0; k < rows; k++) {
    const group = matrix / 8 + (k >> 2) * 4 * rows + (k & 3)
    for (let l = 0; l < rows; l++) f64[group + 4 * l] = w[k * rows + l]
  }
  const wide = 4 * Math.ceil(rows / 4)
  f64.fill(0, products / 8, factors / 8)
  f64.fill(1, factors / 8, factors / 8 + wide)
  let done = 0
  for (let from = 0; from < samples; from += piece) {
    if (!isLoaded) load(task, from)
    const count = Math.min(piece, BLOCK * Math.ceil((samples - from) / BLOCK))
    wasm.sourceScores(
      ...([signals, count, rows, matrix, work, products, curves, squares, sizes, factors] as const),
    )
    done += count
  }
  const added = (done - samples) * Math.LN2
  const square = (from: number) =>
    Float64Array.from({ length: rows * rows }, (_, i) => {
      return f64[from / 8 + Math.floor(i / rows) * wide + (i % rows)] / samples
    })
  const each = (of: (k: number) => number) => Float64Array.from({ length: rows }, (_, k) => of(k))
  return {
    products: square(products),
    curves: square(curves),
    slopes: each((k) => 1 - f64[squares / 8 + k] / samples),
    losses: each((k) => (f64[sizes / 8 + k] + Math.log(f64[factors / 8 + k]) - added) / samples),
  }
}
