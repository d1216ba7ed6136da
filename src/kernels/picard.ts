import { logDeterminant } from './log-determinant.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { lbfgsDirection, type Memory, preconditioner } from './picard-direction.ts'
import { type SourceScores, type SourceSums, withSourceScores } from './source-scores.ts'

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

/** Long signals: a first look at whether a step is too long takes about so many samples. */
const SCREEN = 2 ** 14

/** The share of a direction that tells a part's slope; flatter directions are not screened. */
const SHORT = 2 ** -10
const FLAT = 1e-8

/** Near the end a step gains less than the sums round; it is taken all the same. */
const ROUNDING = 1e-13

/**
 * Separates whitened signals into independent sources, with the likelihood of extended Infomax.
 *
 * Quasi-Newton steps from the identity, preconditioned with an approximate Hessian, in the way of
 * Picard without the orthogonality constraint. A source whose fourth moments say that its tails are
 * lighter than those of a normal one gets the other sign of the score. Nothing is drawn at random:
 * the same signals give the same matrix. From 32768 samples on, steps that are clearly too long on
 * a part of the samples are halved without looking at all of them.
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
  const covariance = covarianceOf(x, rows)
  const every = Math.max(1, Math.floor(x.length / rows / SCREEN))
  const separate = (whole: SourceSums, part: SourceSums): Separation => {
    const at = (unmixing: Float64Array): State => {
      return { rows, unmixing, scores: whole.scoresOf(unmixing, true) }
    }
    const look = every === 1 ? undefined : part.lossesOf
    let state = at(identity(rows))
    let signs: Float64Array | undefined
    const memory: Memory = []
    for (let n = 0; n < maxIterations; n++) {
      const { gradient, hessian, signs: found } = derivatives(state, covariance)
      if (largest(gradient) < tolerance) {
        return { unmixing: state.unmixing, iterations: n, converged: true }
      }
      const last = memory.at(-1)
      if (last !== undefined) last.change = gradient.map((g, i) => g - last.gradient[i])
      if (signs?.some((sign, k) => sign !== found[k])) memory.length = 0
      signs = found
      const direction = lbfgsDirection(gradient, preconditioner(hessian, rows, LEAST), memory)
      const task = { state, signs, gradient, covariance, at, look }
      let step = search(task, direction)
      if (!step.improved) {
        memory.length = 0
        const down = gradient.map((g) => -g)
        step = search(task, down)
      }
      memory.push({ step: step.taken, gradient, change: gradient })
      if (memory.length > MEMORY) memory.shift()
      state = step.state
    }
    return { unmixing: state.unmixing, iterations: maxIterations, converged: false }
  }
  return withSourceScores(x, rows, separate, { partEvery: every })
}

interface State {
  readonly rows: number
  readonly unmixing: Float64Array
  readonly scores: SourceScores
}

function covarianceOf(x: Float64Array, rows: number): Float64Array {
  const samples = x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values, ${rows} rows`)
  return gram(panels(x, rows, samples)).map((v) => v / samples)
}

/** Relative gradient and Hessian's diagonal blocks, each shape [N, N], and the signs of sources. */
function derivatives({ unmixing, scores, rows }: State, covariance: Float64Array) {
  const spread = congruent(unmixing, covariance, rows)
  const { products, curves, slopes } = scores
  const signs = new Float64Array(rows)
  const gradient = new Float64Array(rows * rows)
  const hessian = new Float64Array(rows * rows)
  for (let k = 0, i = 0; k < rows; k++) {
    const own = k * rows + k
    signs[k] = Math.sign(slopes[k] * spread[own] - products[own])
    for (let l = 0; l < rows; l++, i++) {
      gradient[i] = signs[k] * products[i] + spread[i] - (k === l ? 1 : 0)
      hessian[i] = signs[k] * curves[i] + spread[l * rows + l]
    }
  }
  return { gradient, hessian, signs }
}

interface Loss {
  readonly rows: number
  readonly signs: Float64Array
  readonly covariance: Float64Array
}

/** The loss of a matrix, given those of its sources. */
function lossOf({ rows, signs, covariance }: Loss, unmixing: Float64Array, losses: Float64Array) {
  const spread = congruent(unmixing, covariance, rows)
  let loss = -logDeterminant(unmixing, rows)
  for (let k = 0; k < rows; k++) loss += signs[k] * losses[k] + spread[k * rows + k] / 2
  return loss
}

interface Search {
  readonly state: State
  readonly signs: Float64Array
  readonly gradient: Float64Array
  readonly covariance: Float64Array
  readonly at: (unmixing: Float64Array) => State
  /** The losses of a part of the samples. */
  readonly look: SourceSums['lossesOf'] | undefined
}

/** Halves a step until the likelihood grows. */
function search(task: Search, direction: Float64Array) {
  const { state, signs, covariance, at } = task
  const given = { rows: state.rows, signs, covariance }
  const before = lossOf(given, state.unmixing, state.scores.losses)
  const isTooLong = screen(task, direction)
  let taken = direction
  for (let n = 1; ; n++) {
    const moved = movedBy(taken, state)
    if (n === HALVINGS || !isTooLong(moved, 2 ** (1 - n))) {
      const next = at(moved)
      const loss = lossOf(given, moved, next.scores.losses)
      const improved = loss <= before + ROUNDING * Math.abs(before)
      if (improved || n === HALVINGS) return { state: next, taken, improved }
    }
    taken = taken.map((v) => v / 2)
  }
}

function movedBy(step: Float64Array, { unmixing, rows }: State): Float64Array {
  const turn = panels(plusIdentity(step, rows), rows, rows)
  return multiply(turn, columnPanels(unmixing, rows, rows))
}

/**
 * Tells from a part of the samples whether a share of a direction makes the loss clearly larger.
 * The part has a slope of its own: what it has too much of it is taken off, so that only its
 * curvature is relied on.
 */
function screen({ state, signs, gradient, covariance, look }: Search, direction: Float64Array) {
  const slope = gradient.reduce((sum, g, i) => sum + g * direction[i], 0)
  if (look === undefined || !(slope < -FLAT)) return () => false
  const given = { rows: state.rows, signs, covariance }
  const lossAt = (w: Float64Array) => lossOf(given, w, look(w))
  const before = lossAt(state.unmixing)
  const near = movedBy(
    direction.map((v) => v * SHORT),
    state,
  )
  const excess = (lossAt(near) - before) / SHORT - slope
  return (moved: Float64Array, share: number) => {
    return lossAt(moved) - before - share * excess > -0.5 * share * slope
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
