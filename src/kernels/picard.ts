import { logCoshScores } from './log-cosh-scores.ts'
import { logDeterminant } from './log-determinant.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { lbfgsDirection, type Memory, preconditioner } from './picard-direction.ts'
import { unset64 } from './recycling.ts'

/** A matrix that separates signals, and how it was found. */
export interface Separation {
  /** Signals to sources, shape [N, N]. */
  readonly unmixing: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

export interface PicardOptions {
  readonly maxIterations?: number
  /** Largest element of the relative gradient at which it ends. */
  readonly tolerance?: number
}

/** How many steps are remembered, how often a step is halved, the least curvature. */
const MEMORY = 7
const HALVINGS = 10
const LEAST = 0.01

/** Near the end a step gains less than the sums round; it is taken all the same. */
const ROUNDING = 1e-13

/**
 * Separates whitened signals into independent sources, with the likelihood of extended Infomax.
 *
 * Quasi-Newton steps from the identity, preconditioned with an approximate Hessian, in the way of
 * Picard without the orthogonality constraint. A source whose fourth moments say that its tails are
 * lighter than those of a normal one gets the other sign of the score. Nothing is drawn at random:
 * the same signals give the same matrix.
 *
 * @param x whitened signals, shape [N, T]
 * @param rows N
 * @throws {RangeError} N does not divide the number of values
 * @see Ablin, Cardoso & Gramfort (2018), IEEE Trans. Signal Process. 66(15):4040-4049,
 *   doi:10.1109/TSP.2018.2844203; `picard(ortho=False, extended=True)` of python-picard
 */
export function picard(
  x: Float64Array,
  rows: number,
  { maxIterations = 500, tolerance = 1e-7 }: PicardOptions = {},
): Separation {
  if (!Number.isInteger(x.length / rows)) throw new RangeError(`${x.length} values, ${rows} rows`)
  const covariance = gram(panels(x, rows, x.length / rows)).map((v) => (v * rows) / x.length)
  let state = stateOf(x, identity(rows), rows)
  let signs: Float64Array | undefined
  const memory: Memory = []
  for (let n = 0; n < maxIterations; n++) {
    const spread = congruent(state.unmixing, covariance, rows)
    const { gradient, hessian, signs: found } = derivatives(state, spread, rows)
    if (largest(gradient) < tolerance) {
      return { unmixing: state.unmixing, iterations: n, converged: true }
    }
    const [last] = memory.slice(-1)
    if (last !== undefined) last.change = gradient.map((g, i) => g - last.gradient[i])
    if (signs?.some((sign, k) => sign !== found[k])) memory.length = 0
    signs = found
    const direction = lbfgsDirection(gradient, preconditioner(hessian, rows, LEAST), memory)
    let step = search(state, direction, signs, HALVINGS)
    if (step.improved === false) {
      memory.length = 0
      step = search(
        state,
        gradient.map((g) => -g),
        signs,
        HALVINGS,
      )
    }
    memory.push({ step: step.taken, gradient, change: gradient })
    if (memory.length > MEMORY) memory.shift()
    state = step.state
  }
  return { unmixing: state.unmixing, iterations: maxIterations, converged: false }
}

interface State {
  readonly rows: number
  readonly sources: Float64Array
  readonly unmixing: Float64Array
  readonly scores: ReturnType<typeof logCoshScores>
}

function stateOf(sources: Float64Array, unmixing: Float64Array, rows: number): State {
  return { rows, sources, unmixing, scores: logCoshScores(sources, rows) }
}

/** Relative gradient and Hessian's diagonal blocks, each shape [N, N], and the signs of sources. */
function derivatives({ sources, scores }: State, spread: Float64Array, rows: number) {
  const samples = sources.length / rows
  const { score, slope } = scores
  const products = multiply(panels(score, rows, samples), panels(sources, rows, samples))
  const curves = curvatures(sources, score, rows)
  const signs = new Float64Array(rows)
  const gradient = new Float64Array(rows * rows)
  const hessian = new Float64Array(rows * rows)
  for (let k = 0, i = 0; k < rows; k++) {
    const own = k * rows + k
    signs[k] = Math.sign(slope[k] * spread[own] - products[own] / samples)
    for (let l = 0; l < rows; l++, i++) {
      const unit = k === l ? 1 : 0
      gradient[i] = (signs[k] * products[i]) / samples + spread[i] - unit
      hessian[i] = signs[k] * curves[i] + scores.power[l]
    }
  }
  return { gradient, hessian, signs }
}

/** Means of (1 - tanh² y_k) y_l², shape [N, N]. */
function curvatures(sources: Float64Array, score: Float64Array, rows: number): Float64Array {
  const samples = sources.length / rows
  const slopes = unset64(score.length)
  const squares = unset64(score.length)
  for (let i = 0; i < score.length; i++) {
    slopes[i] = 1 - score[i] * score[i]
    squares[i] = sources[i] * sources[i]
  }
  const sums = multiply(panels(slopes, rows, samples), panels(squares, rows, samples))
  return sums.map((sum) => sum / samples)
}

function lossOf({ rows, unmixing, scores }: State, signs: Float64Array): number {
  let loss = -logDeterminant(unmixing, rows)
  for (let k = 0; k < rows; k++) loss += signs[k] * scores.loss[k] + scores.power[k] / 2
  return loss
}

/** Halves a step until the likelihood grows. */
function search(state: State, direction: Float64Array, signs: Float64Array, halvings: number) {
  const { rows, sources, unmixing } = state
  const before = lossOf(state, signs)
  const samples = sources.length / rows
  const laid = columnPanels(sources, rows, samples)
  let taken = direction
  for (let n = 1; ; n++) {
    const turn = panels(plusIdentity(taken, rows), rows, rows)
    const next = stateOf(
      multiply(turn, laid),
      multiply(turn, columnPanels(unmixing, rows, rows)),
      rows,
    )
    const improved = lossOf(next, signs) <= before + ROUNDING * Math.abs(before)
    if (improved || n === halvings) return { state: next, taken, improved }
    taken = taken.map((v) => v / 2)
  }
}

function congruent(w: Float64Array, c: Float64Array, n: number): Float64Array {
  const left = multiply(panels(w, n, n), columnPanels(c, n, n))
  return multiply(panels(left, n, n), panels(w, n, n))
}

function plusIdentity(a: Float64Array, n: number): Float64Array {
  return a.map((v, i) => (i % (n + 1) === 0 ? v + 1 : v))
}

function identity(n: number): Float64Array {
  return plusIdentity(new Float64Array(n * n), n)
}

function largest(a: Float64Array): number {
  let size = 0
  for (const v of a) if (!(Math.abs(v) <= size)) size = Math.abs(v)
  return size
}
