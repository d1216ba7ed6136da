import { kurtosisSigns } from './kurtosis-signs.ts'
import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import type { Separation } from './picard.ts'
import { type Random, random } from './random.ts'

export interface InfomaxOptions {
  readonly maxIterations?: number
  /** Order of the samples and choice of those that decide signs. */
  readonly seed?: number
}

/** Steps of the reference: when they shrink, when they end, when they are begun anew. */
const ANNEAL_DEGREES = 60
const ANNEAL = 0.9
const SMALL_ANGLES = 20
const LEAST_CHANGE = 1e-12
const BLOWUP = 1e4
const LARGEST_WEIGHT = 1e8
const LEAST_RATE = 1e-10

/**
 * Separates whitened signals into independent sources by extended Infomax: stochastic ascent of the
 * likelihood along the natural gradient, over samples in random blocks. The sign of each source's
 * score follows its kurtosis.
 *
 * @param x whitened signals, shape [N, T]
 * @param rows N, at least 2
 * @throws {RangeError} shapes do not agree, or weights grow without bound whatever the rate
 * @see Lee, Girolami & Sejnowski (1999), Neural Computation 11(2):417-441,
 *   doi:10.1162/089976699300016719; `mne.preprocessing.infomax(extended=True)`
 */
export function infomax(
  x: Float64Array,
  rows: number,
  { maxIterations = 500, seed = 0 }: InfomaxOptions = {},
): Separation {
  const samples = x.length / rows
  if (!Number.isInteger(samples) || rows < 2) throw new RangeError(`${x.length} values, ${rows}`)
  const data = turned(x, rows, samples)
  const draw = random(seed)
  let rate = 0.01 / Math.log(rows * rows)
  while (rate > LEAST_RATE) {
    const found = ascend({ data, rows, rate, draw }, maxIterations)
    if (found !== undefined) return found
    rate *= ANNEAL
  }
  throw new RangeError('weights grow without bound')
}

interface Task {
  /** Shape [T, N]. */
  readonly data: Float64Array
  readonly rows: number
  readonly rate: number
  readonly draw: Random
}

/** All steps from the identity; undefined when weights grow without bound. */
function ascend({ data, rows, rate, draw }: Task, maxIterations: number): Separation | undefined {
  const state: State = { data, rows, draw, rate, ...startOf(rows) }
  const order = Int32Array.from({ length: data.length / rows }, (_, t) => t)
  let before = state.weights.slice()
  let last: { step: Float64Array; change: number } | undefined
  let calm = 0
  for (let n = 1; n <= maxIterations; n++) {
    draw.shuffle(order)
    if (!pass(state, order)) return undefined
    const step = state.weights.map((w, i) => w - before[i])
    const change = dot(step, step)
    const angle = n > 2 && last ? degrees(step, change, last) : 0
    before = state.weights.slice()
    if (angle > ANNEAL_DEGREES) {
      state.rate *= ANNEAL
      calm = 0
    } else {
      calm++
    }
    if (angle > ANNEAL_DEGREES || n === 1) last = { step, change }
    if (calm > SMALL_ANGLES || (n > 2 && change < LEAST_CHANGE)) {
      return { unmixing: turned(state.weights, rows, rows), iterations: n, converged: true }
    }
    if (change > BLOWUP) state.rate *= 0.5
  }
  const unmixing = turned(state.weights, rows, rows)
  return { unmixing, iterations: maxIterations, converged: false }
}

interface State {
  readonly data: Float64Array
  readonly rows: number
  readonly draw: Random
  readonly weights: Float64Array
  readonly bias: Float64Array
  readonly signs: ReturnType<typeof kurtosisSigns>
  rate: number
}

function startOf(rows: number) {
  const weights = new Float64Array(rows * rows)
  for (let k = 0; k < rows; k++) weights[k * rows + k] = 1
  return { weights, bias: new Float64Array(rows), signs: kurtosisSigns(rows) }
}

/** One pass over all samples in blocks; false when weights grew without bound. */
function pass(state: State, order: Int32Array): boolean {
  const { data, rows, weights, signs, draw } = state
  const size = Math.floor(Math.sqrt(order.length / 3))
  const block = new Float64Array(size * rows)
  for (let from = 0; from + size <= order.length; from += size) {
    for (let b = 0; b < size; b++) {
      const at = order[from + b] * rows
      for (let c = 0; c < rows; c++) block[b * rows + c] = data[at + c]
    }
    improve(state, block, size)
    if (weights.some((w) => !(Math.abs(w) <= LARGEST_WEIGHT))) return false
    signs.look(data, weights, draw)
  }
  return true
}

function improve(state: State, block: Float64Array, size: number): void {
  const { rows, weights, bias, rate } = state
  const u = multiply(panels(block, size, rows), columnPanels(weights, rows, rows))
  const v = new Float64Array(u.length)
  const sums = new Float64Array(rows)
  for (let b = 0, i = 0; b < size; b++) {
    for (let k = 0; k < rows; k++, i++) {
      u[i] += bias[k]
      const y = Math.tanh(u[i])
      sums[k] += y
      v[i] = state.signs.signs[k] * y + u[i]
    }
  }
  const products = multiply(columnPanels(u, size, rows), columnPanels(v, size, rows))
  const gradient = products.map((p, i) => (i % (rows + 1) === 0 ? size - p : -p))
  const step = multiply(panels(weights, rows, rows), columnPanels(gradient, rows, rows))
  for (let i = 0; i < step.length; i++) weights[i] += rate * step[i]
  for (let k = 0; k < rows; k++) bias[k] -= 2 * rate * sums[k]
}

function degrees(
  step: Float64Array,
  change: number,
  last: { step: Float64Array; change: number },
): number {
  return (Math.acos(dot(step, last.step) / Math.sqrt(change * last.change)) * 180) / Math.PI
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function turned(x: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++, i++) out[c * rows + r] = x[i]
  }
  return out
}
