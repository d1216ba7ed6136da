import type { Design } from './design.ts'
import { type LossProducts, withLossProducts } from './loss-products.ts'
import {
  diagonalPreconditioner,
  evenPreconditioner,
  type Preconditioner,
  rowPreconditioner,
} from './preconditioner.ts'

/** A convex loss of the scores z of all rows, shape [K, R]: a sum over rows. */
export interface Loss {
  /** K. */
  readonly outputs: number
  /** Whether the second derivative is continuous: Newton's error is then squared by each step. */
  readonly smooth: boolean
  /** Writes the derivative by z; remembers z for `curve` and `bends`. Arrays have shape [K, R]. */
  slope(z: Float64Array, out: Float64Array): void
  /**
   * Writes the second derivative at the remembered z times v; with one output that is `bends`
   * times v.
   */
  curve(v: Float64Array, out: Float64Array): void
  /** Writes the second derivative of each output by itself at the remembered z. */
  bends(out: Float64Array): void
}

/** When a fit ends. */
export interface Ending {
  readonly maxIterations: number
  /** Largest error of a score, as the last step shows it, relative to 1 + the largest score. */
  readonly tolerance: number
  /** Coefficients to start from, shape [K, P]; else zeros. */
  readonly start?: Float64Array
}

/** The minimum that was found. */
export interface Minimum {
  /** Shape [K, P], the intercept last in each row. */
  readonly coefficients: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Minimises a loss of linear scores plus a quadratic penalty: Newton's method, its steps by
 * conjugate gradients.
 *
 * Steps are preconditioned by a Hessian of even curvature, of many columns first by its diagonal,
 * or of each row's as soon as the iterations saved pay for it. They get more exact as the minimum
 * comes nearer: convergence is superlinear. A search along the step keeps the loss from rising.
 *
 * @param design rows of shape [R, P]
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., algorithm 7.1
 */
export function newtonCg(design: Design, loss: Loss, ending: Ending): Minimum {
  return withLossProducts(design, loss, (products) => minimum(design, loss, ending, products))
}

function minimum(design: Design, loss: Loss, ending: Ending, products: LossProducts): Minimum {
  const size = loss.outputs * design.penalty.length
  const state: State = {
    design,
    loss,
    products,
    at: ending.start?.slice() ?? new Float64Array(size),
    z: new Float64Array(loss.outputs * design.count),
    gradient: new Float64Array(size),
    slope: new Float64Array(loss.outputs * design.count),
  }
  products.scores(state.at, state.z)
  loss.slope(state.z, state.slope)
  const inverse = preconditioning(state)
  let first = 0
  for (let iterations = 1; iterations <= ending.maxIterations; iterations++) {
    updateGradient(state)
    const norm = Math.sqrt(inner(state.gradient, state.gradient))
    first = Math.max(first, norm)
    if (norm === 0) return { coefficients: state.at, iterations, converged: true }
    const share = Math.min(0.1, Math.sqrt(norm / first))
    const step = solve(state, inverse.next(), share)
    inverse.spent(step.iterations)
    move(state, step)
    const moved = largest(step.dz)
    const error = loss.smooth ? moved * Math.min(1, Math.max(share, moved)) : moved
    if (error <= ending.tolerance * (1 + largest(state.z))) {
      return { coefficients: state.at, iterations, converged: true }
    }
  }
  return { coefficients: state.at, iterations: ending.maxIterations, converged: false }
}

interface State {
  readonly design: Design
  readonly loss: Loss
  readonly products: LossProducts
  /** Coefficients, shape [K, P], and their scores, shape [K, R]; both change in place. */
  readonly at: Float64Array
  readonly z: Float64Array
  readonly gradient: Float64Array
  readonly slope: Float64Array
}

interface Step {
  /** Direction, shape [K, P], and its scores, shape [K, R]. */
  readonly d: Float64Array
  readonly dz: Float64Array
  readonly iterations: number
}

/** So many coefficients are worth a try without a product of all columns with all columns. */
const manyColumns = 256

/**
 * Chooses the preconditioner: for many columns the diagonal first; then even, by rows once that
 * costs less than what was spent.
 */
function preconditioning({ design, loss, z }: State) {
  const bends = new Float64Array(z.length)
  let isCheap = design.penalty.length > manyColumns
  const worth = Math.max(8, design.penalty.length / 4 / loss.outputs)
  let evenBend = 0
  let current: Preconditioner | undefined
  let used = 0
  return {
    next(): Preconditioner {
      loss.bends(bends)
      if (isCheap && used > worth) [isCheap, used] = [false, 0]
      if (isCheap) return diagonalPreconditioner(design, meanOf(bends))
      if (current && used > worth) {
        used = 0
        evenBend = -1
        current = rowPreconditioner(design, bends)
      } else if (evenBend >= 0) {
        const mean = meanOf(bends)
        if (!current || mean < evenBend / 2 || mean > evenBend * 2) {
          evenBend = mean
          current = evenPreconditioner(design, mean)
        }
      }
      return current ?? evenPreconditioner(design, 1)
    },
    spent(iterations: number): void {
      used += iterations
    },
  }
}

function meanOf(x: Float64Array): number {
  return x.reduce((sum, value) => sum + value, 0) / x.length
}

function updateGradient({ design, products, at, gradient, slope }: State): void {
  products.sums(slope, gradient)
  addPenalty(design, at, gradient)
}

/** Conjugate gradients for hessian · d = -gradient, to a residual of `share` of the gradient. */
function solve(state: State, inverse: Preconditioner, share: number): Step {
  const { design, products, gradient, z } = state
  const d = new Float64Array(gradient.length)
  const dz = new Float64Array(z.length)
  const pz = new Float64Array(z.length)
  const product = new Float64Array(gradient.length)
  const residual = gradient.map((value) => -value)
  const p = inverse(residual.slice())
  let size = inner(residual, p)
  const enough = share * share * size
  products.bend()
  for (let iterations = 1; ; iterations++) {
    products.curved(p, pz, product)
    addPenalty(design, p, product)
    const bend = inner(p, product)
    if (!(bend > 0)) return { d, dz, iterations }
    const length = size / bend
    addScaled(d, p, length)
    addScaled(dz, pz, length)
    addScaled(residual, product, -length)
    const y = inverse(residual.slice())
    const next = inner(residual, y)
    if (!(next > enough) || iterations >= 500) return { d, dz, iterations }
    for (let i = 0; i < p.length; i++) p[i] = y[i] + (next / size) * p[i]
    size = next
  }
}

/** Moves along the step, all of it or less where the loss would rise again. */
function move({ design, loss, at, z, slope }: State, { d, dz }: Step): void {
  const { penalty } = design
  const start = z.slice()
  let linear = 0
  let quadratic = 0
  for (let i = 0; i < d.length; i++) {
    const cost = penalty[i % penalty.length] * d[i]
    linear += cost * at[i]
    quadratic += cost * d[i]
  }
  const fallsAt = (share: number) => {
    for (let i = 0; i < z.length; i++) z[i] = start[i] + share * dz[i]
    loss.slope(z, slope)
    return linear + share * quadratic + inner(slope, dz)
  }
  addScaled(at, d, lineMinimum(linear + inner(slope, dz), fallsAt))
}

/**
 * Where the derivative of a convex function along a line is nearly 0, in (0, 1]; 1 when it still
 * falls there, or when it starts at 0 by rounding. False position (Illinois); the last call of
 * `derivative` is at the result.
 */
function lineMinimum(first: number, derivative: (share: number) => number): number {
  let [low, atLow] = [0, first]
  let [high, atHigh] = [1, derivative(1)]
  if (!(first < 0 && atHigh > -0.1 * first)) return 1
  for (let side = 0, k = 0; k < 60; k++) {
    const share = low + ((high - low) * atLow) / (atLow - atHigh)
    const value = derivative(share)
    if (Math.abs(value) <= -0.1 * first) return share
    if (value < 0) {
      if (side < 0) atHigh /= 2
      ;[low, atLow, side] = [share, value, -1]
    } else {
      if (side > 0) atLow /= 2
      ;[high, atHigh, side] = [share, value, 1]
    }
  }
  derivative(low)
  return low
}

function addPenalty({ penalty }: Design, x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) out[i] += penalty[i % penalty.length] * x[i]
}

function addScaled(x: Float64Array, y: Float64Array, by: number): void {
  for (let i = 0; i < x.length; i++) x[i] += by * y[i]
}

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i]
  return sum
}

function largest(x: Float64Array): number {
  let size = 0
  for (let i = 0; i < x.length; i++) size = Math.max(size, Math.abs(x[i]))
  return size
}
