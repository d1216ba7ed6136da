import type { CrewRoom } from './crew.ts'
import { type CrewWasm, inCrewRoom } from './wasm/crew-wasm.ts'

/** What sources y = w x say about the density 1 / cosh; means over samples. */
export interface SourceScores {
  /** Means of tanh(y_k) y_l, shape [N, N]. */
  readonly products: Float64Array
  /** Means of (1 - tanh² y_k) y_l², shape [N, N]; zeros unless they were asked for. */
  readonly curves: Float64Array
  /** Means of 1 - tanh² y_k, shape [N]. */
  readonly slopes: Float64Array
  /** Means of log(2 cosh y_k), shape [N]. */
  readonly losses: Float64Array
}

/** What a piece of work may ask of signals, for any matrix w, shape [N, N], that makes sources. */
export interface SourceSums {
  scoresOf(w: Float64Array, isCurved: boolean): SourceScores
  /** `losses` alone, shape [N]. */
  lossesOf(w: Float64Array): Float64Array
}

/** Sums over a part of the samples. */
export interface PartSums extends SourceSums {
  /**
   * What sources y = w x say of directions v, shape [N, N]: a function that gives the means of
   * (1 - tanh² y_k) (v x)_k y_l, shape [N, N]. It holds until it is asked for another matrix.
   */
  turnsOf(w: Float64Array): (v: Float64Array) => Float64Array
}

export interface SourceOptions {
  /** Bytes above which signals are copied piece by piece. */
  readonly largest?: number
  /** The part is one of so many samples; without it there is none. */
  readonly partEvery?: number
}

/** Samples that are worked on at a time; as in `assembly/crew/source-scores.ts`. */
const BLOCK = 64

/** Samples of one job: sums over them are added in their order, whoever made them. */
const JOB = 16 * BLOCK

/** Signals that take more, bytes, are copied piece by piece each time. */
const LARGEST = 2 ** 28

/**
 * Gives work the scores of sources of signals, for any matrix that makes sources of them: of all
 * samples, and of a part of them. The signals stay in the memory of the kernel meanwhile.
 *
 * Each value costs one exponential: tanh and log cosh follow from exp(-2 |y|), and logarithms are
 * taken of products. Errors are about 1e-15. Nothing is said about NaN: signals are finite. All
 * threads of the crew take part, and the bytes do not depend on how many they are.
 *
 * @param x signals, shape [N, T], scaled to a variance near 1
 * @param rows N
 * @throws {RangeError} N does not divide the number of values
 * @see Bell & Sejnowski (1995), Neural Computation 7(6):1129-1159, doi:10.1162/neco.1995.7.6.1129
 */
export function withSourceScores<T>(
  x: Float64Array,
  rows: number,
  work: (whole: SourceSums, part: PartSums) => T,
  { largest = LARGEST, partEvery = Number.POSITIVE_INFINITY }: SourceOptions = {},
): T {
  const samples = x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values, ${rows} rows`)
  const whole = roundUp(samples, JOB)
  const piece = Math.min(whole, JOB * Math.max(1, Math.floor(largest / (8 * rows * JOB))))
  const kept = roundUp(Math.floor(samples / partEvery), JOB)
  const jobs = Math.max(piece, kept) / JOB
  const wide = 4 * Math.ceil(rows / 4)
  const sums = 2 * wide * wide + 3 * wide
  const [works, slopes] = [jobs * 4 * wide * BLOCK, 2 * kept * wide]
  const regions = [piece * rows, kept * rows, rows * wide, works, jobs * sums, slopes]
  return inCrewRoom(
    regions.map((count) => 8 * count),
    (room) => {
      const all = { room, x, rows, region: 0, every: 1, count: samples, capacity: piece }
      const count = Math.floor(samples / partEvery)
      const some = { ...all, region: 1, every: partEvery, count, capacity: kept }
      return work(sumsOf(all), sumsOf(some))
    },
  )
}

interface Task {
  readonly room: CrewRoom<CrewWasm>
  readonly x: Float64Array
  readonly rows: number
  /** The region of the room that its samples are put into. */
  readonly region: number
  /** One of so many samples belongs to it. */
  readonly every: number
  /** How many samples belong to it. */
  readonly count: number
  /** How many its region takes. */
  readonly capacity: number
}

function sumsOf(task: Task): PartSums {
  if (task.count <= task.capacity) load(task, 0)
  return {
    scoresOf: (w, isCurved) => scores(task, w, isCurved),
    lossesOf: (w) => losses(task, w),
    turnsOf: (w) => turns(task, w),
  }
}

/** Puts samples into the room, from one of them on, in fours; beyond the end zeros. */
function load({ room, x, rows, region, every, count, capacity }: Task, first: number): void {
  const { f64, at } = room
  const to = at[region] / 8
  const here = Math.min(capacity, count - first)
  const samples = x.length / rows
  if (here < capacity) f64.fill(0, to, to + capacity * rows)
  for (let i = 0; i < here; i += BLOCK) {
    const end = Math.min(here, i + BLOCK)
    for (let r = 0; r < rows; r++) {
      const into = to + 4 * r
      for (let t = i; t < end; t++) {
        const from = r * samples + sampleOf(first + t, every)
        f64[into + (t >> 2) * 4 * rows + (t & 3)] = x[from]
      }
    }
  }
}

/** One of each `every` samples, by the golden ratio: no rhythm of the signals is met in step. */
function sampleOf(i: number, every: number): number {
  return every === 1 ? i : i * every + Math.floor(((i * 0.6180339887498949) % 1) * every)
}

/** Puts a matrix into the room. */
function begin({ room, rows }: Task, w: Float64Array): void {
  const { f64, at } = room
  f64.fill(0, at[2] / 8, at[3] / 8)
  for (let k = 0; k < rows; k++) {
    const group = at[2] / 8 + (k >> 2) * 4 * rows + (k & 3)
    for (let l = 0; l < rows; l++) f64[group + 4 * l] = w[k * rows + l]
  }
}

interface Sweep {
  readonly kernel: keyof CrewWasm & string
  /** What the kernel takes besides samples and the matrix, of regions that are the job's own. */
  readonly more: (own: Record<'work' | 'sums' | 'slopes', number>) => readonly number[]
  /** Is told of each job, in their order, where its sums begin, in numbers. */
  readonly add?: (from: number) => void
}

/** Runs a kernel over all samples; gives how many zeros came after them. */
function sweep(task: Task, { kernel, more, add }: Sweep): number {
  const { room, rows, count, capacity } = task
  const [matrix, works, sums, slopes] = room.at.slice(2)
  const wide = 4 * Math.ceil(rows / 4)
  const perJob = 8 * (2 * wide * wide + 3 * wide)
  for (let first = 0; first < count; first += capacity) {
    if (count > capacity) load(task, first)
    const here = roundUp(Math.min(count - first, capacity), BLOCK)
    const jobs = Array.from({ length: Math.ceil(here / JOB) }, (_, j) => {
      const x = room.at[task.region] + 8 * j * JOB * rows
      const work = works + 32 * j * wide * BLOCK
      const own = { work, sums: sums + j * perJob, slopes: slopes + 16 * j * JOB * wide }
      return [x, Math.min(JOB, here - j * JOB), rows, matrix, ...more(own)]
    })
    room.each(kernel, jobs)
    for (let j = 0; j < jobs.length; j++) add?.((sums + j * perJob) / 8)
  }
  return roundUp(count, BLOCK) - count
}

function scores(task: Task, w: Float64Array, isCurved: boolean): SourceScores {
  const { rows, room } = task
  const wide = 4 * Math.ceil(rows / 4)
  const [products, curves] = [new Float64Array(rows * rows), new Float64Array(rows * rows)]
  const [squares, sizes] = [new Float64Array(rows), new Float64Array(rows)]
  begin(task, w)
  const add = (from: number) => {
    addSquare(products, room.f64, from, rows)
    if (isCurved) addSquare(curves, room.f64, from + wide * wide, rows)
    const tail = from + 2 * wide * wide
    for (let k = 0; k < rows; k++) squares[k] += room.f64[tail + k]
    addLosses(sizes, room.f64, tail + wide)
  }
  const more: Sweep['more'] = ({ work, sums }) => [work, sums, isCurved ? 1 : 0]
  const beyond = sweep(task, { kernel: 'sourceScores', more, add })
  const mean = (sum: Float64Array) => sum.map((v) => v / task.count)
  return {
    products: mean(products),
    curves: mean(curves),
    slopes: mean(squares).map((v) => 1 - v),
    losses: meanLosses(sizes, beyond, task.count),
  }
}

function losses(task: Task, w: Float64Array): Float64Array {
  const { rows, room } = task
  const wide = 4 * Math.ceil(rows / 4)
  const sizes = new Float64Array(rows)
  begin(task, w)
  const add = (from: number) => addLosses(sizes, room.f64, from + 2 * wide * wide + wide)
  const more: Sweep['more'] = ({ work, sums }) => [work, sums]
  return meanLosses(sizes, sweep(task, { kernel: 'sourceLosses', more, add }), task.count)
}

function turns(task: Task, w: Float64Array): (v: Float64Array) => Float64Array {
  const { rows, room, count } = task
  begin(task, w)
  sweep(task, { kernel: 'sourceSlopes', more: ({ slopes }) => [slopes] })
  return (v) => {
    const sum = new Float64Array(rows * rows)
    begin(task, v)
    const add = (from: number) => addSquare(sum, room.f64, from, rows)
    const more: Sweep['more'] = ({ slopes, work, sums }) => [slopes, work, sums]
    sweep(task, { kernel: 'sourceTurns', more, add })
    return sum.map((value) => value / count)
  }
}

function addSquare(sum: Float64Array, f64: Float64Array, from: number, rows: number): void {
  const wide = 4 * Math.ceil(rows / 4)
  for (let k = 0, i = 0; k < rows; k++) {
    for (let l = 0; l < rows; l++, i++) sum[i] += f64[from + k * wide + l]
  }
}

/** Adds |y| and the logarithms of the factors that lie behind. */
function addLosses(sizes: Float64Array, f64: Float64Array, from: number): void {
  const wide = 4 * Math.ceil(sizes.length / 4)
  for (let k = 0; k < sizes.length; k++) sizes[k] += f64[from + k] + Math.log(f64[from + wide + k])
}

/** A zero beyond the end has added log 2. */
function meanLosses(sizes: Float64Array, beyond: number, count: number) {
  return sizes.map((sum) => (sum - beyond * Math.LN2) / count)
}

function roundUp(count: number, step: number): number {
  return step * Math.ceil(count / step)
}
