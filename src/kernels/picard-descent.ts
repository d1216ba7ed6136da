import { congruence } from './congruence.ts'
import { logDeterminant } from './log-determinant.ts'
import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { lbfgsDirection, type Memory, preconditioner } from './picard-direction.ts'
import type { SourceScores, SourceSums } from './source-scores.ts'

/** The likelihood of whitened signals, as sums over samples. */
export interface Likelihood {
  readonly rows: number
  readonly sums: SourceSums
  /** Covariance of the signals, shape [N, N]. */
  readonly covariance: Float64Array
}

export interface Descent {
  /** Where it begins, shape [N, N]. */
  readonly start: Float64Array
  readonly maxIterations: number
  /** Largest element of the relative gradient at which it ends. */
  readonly tolerance: number
  /** Solves with an approximate Hessian; its blocks over all samples, if not given. */
  readonly solverAt?: (unmixing: Float64Array, signs: Float64Array) => Solver
}

/** From a gradient to a direction up the likelihood's loss; both of shape [N, N]. */
export type Solver = (gradient: Float64Array) => Float64Array

/** Where a descent ended. */
export interface Descended {
  readonly unmixing: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

/** How many steps are remembered, how often a step is halved, the least curvature. */
const MEMORY = 7
const HALVINGS = 10
const LEAST = 0.01

/** Near the end a step gains less than the sums round; it is taken all the same. */
const ROUNDING = 1e-13

/**
 * Follows the likelihood of extended Infomax by quasi-Newton steps, preconditioned with an
 * approximate Hessian, in the way of Picard without the orthogonality constraint.
 *
 * A source whose fourth moments say that its tails are lighter than those of a normal one gets the
 * other sign of the score. A step is halved until the likelihood grows; where ten halvings do not
 * help, the gradient is followed instead.
 *
 * @returns the unmixing matrix has shape [N, N]
 * @see Ablin, Cardoso & Gramfort (2018), IEEE Trans. Signal Process. 66(15):4040-4049,
 *   doi:10.1109/TSP.2018.2844203
 */
export function descend(
  likelihood: Likelihood,
  { start, maxIterations, tolerance, solverAt }: Descent,
): Descended {
  const { rows } = likelihood
  const scoresOf = (w: Float64Array) => likelihood.sums.scoresOf(w, solverAt === undefined)
  const memory: Memory = []
  let state: State = { unmixing: start, scores: scoresOf(start), halvings: 0 }
  let signs: Float64Array | undefined
  for (let n = 0; n < maxIterations; n++) {
    const { gradient, hessian, signs: found } = derivatives(likelihood, state)
    if (largest(gradient) < tolerance) {
      return { unmixing: state.unmixing, iterations: n, converged: true }
    }
    const last = memory.at(-1)
    if (last !== undefined) last.change = gradient.map((g, i) => g - last.gradient[i])
    if (signs?.some((sign, k) => sign !== found[k])) memory.length = 0
    signs = found
    const solve = solverAt?.(state.unmixing, signs) ?? preconditioner(hessian, rows, LEAST)
    const direction = lbfgsDirection(gradient, solve, memory)
    const given = { ...likelihood, signs, scoresOf }
    let step = search(given, state, direction)
    if (!step.improved) {
      memory.length = 0
      const down = gradient.map((g) => -g)
      step = search(given, state, down)
    }
    memory.push({ step: step.taken, gradient, change: gradient })
    if (memory.length > MEMORY) memory.shift()
    state = step.state
  }
  return { unmixing: state.unmixing, iterations: maxIterations, converged: false }
}

/**
 * Relative gradient and Hessian's diagonal blocks, each shape [N, N], signs of sources, shape [N],
 * and their covariance, shape [N, N].
 *
 * @param given the signs, where they are known; else fourth moments tell them
 */
export function derivatives(
  { covariance, rows }: Likelihood,
  { unmixing, scores }: Pick<State, 'unmixing' | 'scores'>,
  given?: Float64Array,
) {
  const spread = congruence(unmixing, covariance, rows)
  const { products, curves, slopes } = scores
  const signs =
    given ?? slopes.map((s, k) => Math.sign(s * spread[k * rows + k] - products[k * rows + k]))
  const gradient = new Float64Array(rows * rows)
  const hessian = new Float64Array(rows * rows)
  for (let k = 0, i = 0; k < rows; k++) {
    for (let l = 0; l < rows; l++, i++) {
      gradient[i] = signs[k] * products[i] + spread[i] - (k === l ? 1 : 0)
      hessian[i] = signs[k] * curves[i] + spread[l * rows + l]
    }
  }
  return { gradient, hessian, signs, spread }
}

/** The largest magnitude; NaN where there is one. */
function largest(a: Float64Array): number {
  let size = 0
  for (const v of a) if (!(Math.abs(v) <= size)) size = Math.abs(v)
  return size
}

interface State {
  readonly unmixing: Float64Array
  readonly scores: SourceScores
  /** How often the step to it was halved. */
  readonly halvings: number
}

interface Given extends Likelihood {
  readonly signs: Float64Array
  readonly scoresOf: (w: Float64Array) => SourceScores
}

/** The loss of a matrix, given those of its sources. */
function lossOf({ rows, signs, covariance }: Given, unmixing: Float64Array, losses: Float64Array) {
  const spread = congruence(unmixing, covariance, rows)
  let loss = -logDeterminant(unmixing, rows)
  for (let k = 0; k < rows; k++) loss += signs[k] * losses[k] + spread[k * rows + k] / 2
  return loss
}

/**
 * Halves a step until the likelihood grows. A step is first tried by its loss alone, which costs a
 * third of all scores, where the last one was halved.
 */
function search(given: Given, state: State, direction: Float64Array) {
  const { rows, sums, scoresOf } = given
  const limit = lossOf(given, state.unmixing, state.scores.losses)
  const most = limit + ROUNDING * Math.abs(limit)
  let taken = direction
  for (let halvings = 0; ; halvings++) {
    const unmixing = movedBy(taken, state.unmixing, rows)
    const isLast = halvings === HALVINGS - 1
    const isWary = !isLast && (halvings > 0 || state.halvings > 0)
    if (!isWary || lossOf(given, unmixing, sums.lossesOf(unmixing)) <= most) {
      const scores = scoresOf(unmixing)
      const improved = isWary || lossOf(given, unmixing, scores.losses) <= most
      if (improved || isLast) return { state: { unmixing, scores, halvings }, taken, improved }
    }
    taken = taken.map((v) => v / 2)
  }
}

function movedBy(step: Float64Array, unmixing: Float64Array, n: number): Float64Array {
  const turn = step.map((v, i) => (i % (n + 1) === 0 ? v + 1 : v))
  return multiply(panels(turn, n, n), columnPanels(unmixing, n, n))
}
