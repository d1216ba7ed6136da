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

/** What a piece of work may ask of signals, for any matrix w, shape [N, N], that makes sources. */
export interface SourceSums {
  scoresOf(w: Float64Array): SourceScores
  /** `losses` alone, shape [N], over one in `every` blocks of 64 samples, from the first. */
  lossesOf(w: Float64Array, every: number): Float64Array
}

export interface SourceOptions {
  /** Bytes above which signals are copied piece by piece. */
  readonly largest?: number
  /** `curves` are means over one in so many blocks of 64 samples; 1 is all of them. */
  readonly curvesEvery?: number
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
 * @throws {RangeError} N does not divide the number of values
 * @see Bell & Sejnowski (1995), Neural Computation 7(6):1129-1159, doi:10.1162/neco.1995.7.6.1129
 */
export function withSourceScores<T>(
  x: Float64Array,
  rows: number,
  work: (sums: SourceSums) => T,
  { largest = LARGEST, curvesEvery = 1 }: SourceOptions = {},
): T {
  const samples = x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values, ${rows} rows`)
  const whole = BLOCK * Math.ceil(samples / BLOCK)
  const piece = Math.min(whole, BLOCK * Math.max(1, Math.floor(largest / (8 * rows * BLOCK))))
  const wide = 4 * Math.ceil(rows / 4)
  const regions = [piece * rows, rows * wide, 4 * wide * BLOCK, wide * wide, wide * wide]
  const sizes = [...regions, wide, wide, wide].map((count) => 8 * count)
  return inSeparationRoom(sizes, (room) => {
    const task = { room, x, rows, samples, piece, isWhole: piece === whole }
    if (task.isWhole) load(task, 0)
    return work({
      scoresOf: (w) => scores(task, w, curvesEvery),
      lossesOf: (w, every) => losses(task, w, every),
    })
  })
}

interface Task {
  readonly room: Room<SeparationWasm>
  readonly x: Float64Array
  readonly rows: number
  readonly samples: number
  readonly piece: number
  readonly isWhole: boolean
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

/** Puts a matrix into the room and clears the sums. */
function begin({ room, rows }: Task, w: Float64Array): void {
  const { f64, at } = room
  const [, matrix, work, products, , , , factors] = at
  f64.fill(0, matrix / 8, work / 8)
  for (let k = 0; k < rows; k++) {
    const group = matrix / 8 + (k >> 2) * 4 * rows + (k & 3)
    for (let l = 0; l < rows; l++) f64[group + 4 * l] = w[k * rows + l]
  }
  f64.fill(0, products / 8, factors / 8)
  f64.fill(1, factors / 8, factors / 8 + 4 * Math.ceil(rows / 4))
}

/**
 * Calls a kernel for each piece. Of one in `every` blocks: how many samples they hold, and how many
 * zeros after the end.
 */
function sweep(task: Task, every: number, kernel: (count: number) => void) {
  const { samples, piece } = task
  let [seen, beyond] = [0, 0]
  for (let from = 0; from < samples; from += piece) {
    if (!task.isWhole) load(task, from)
    const blocks = Math.ceil(Math.min(piece, samples - from) / BLOCK)
    kernel(blocks * BLOCK)
    const over = Math.max(0, from + blocks * BLOCK - samples)
    if ((blocks - 1) % every === 0) beyond += over
    seen += BLOCK * Math.ceil(blocks / every)
  }
  return { seen: seen - beyond, beyond }
}

function scores(task: Task, w: Float64Array, curvesEvery: number): SourceScores {
  const { room, rows, samples } = task
  const { wasm, f64, at } = room
  const [signals, matrix, work, products, curves, squares, sizes, factors] = at
  const rest = [matrix, work, products, curves, squares, sizes, factors] as const
  begin(task, w)
  const { seen } = sweep(task, curvesEvery, (count) => {
    wasm.sourceScores(signals, count, rows, ...rest, curvesEvery)
  })
  const beyond = samples % BLOCK === 0 ? 0 : BLOCK - (samples % BLOCK)
  const wide = 4 * Math.ceil(rows / 4)
  const square = (from: number, count: number) =>
    Float64Array.from({ length: rows * rows }, (_, i) => {
      return f64[from / 8 + Math.floor(i / rows) * wide + (i % rows)] / count
    })
  return {
    products: square(products, samples),
    curves: square(curves, seen),
    slopes: Float64Array.from({ length: rows }, (_, k) => 1 - f64[squares / 8 + k] / samples),
    losses: meanLosses(task, { seen: samples, beyond }),
  }
}

function losses(task: Task, w: Float64Array, every: number): Float64Array {
  const { room, rows } = task
  const [signals, matrix, work, , , , sizes, factors] = room.at
  begin(task, w)
  const counts = sweep(task, every, (count) => {
    room.wasm.sourceLosses(signals, count, rows, matrix, work, sizes, factors, every)
  })
  return meanLosses(task, counts)
}

/** A zero beyond the end has added log 2. */
function meanLosses({ room, rows }: Task, { seen, beyond }: { seen: number; beyond: number }) {
  const { f64, at } = room
  const [, , , , , , sizes, factors] = at
  return Float64Array.from({ length: rows }, (_, k) => {
    const sum = f64[sizes / 8 + k] + Math.log(f64[factors / 8 + k])
    return (sum - beyond * Math.LN2) / seen
  })
}
