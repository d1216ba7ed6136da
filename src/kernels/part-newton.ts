import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { derivatives, type Likelihood, type Solver } from './picard-descent.ts'
import { preconditioner } from './picard-direction.ts'
import type { PartSums } from './source-scores.ts'

/** The likelihood over a part of the samples. */
export interface PartLikelihood extends Likelihood {
  readonly sums: PartSums
}

/** The share of a gradient that may be left unsolved, and after how many steps it is. */
const LEFT = 0.5
const MOST = 20

/** What is added to the curvature in all directions, and the least curvature of blocks. */
const ADDED = 0.01
const LEAST = 0.01

/**
 * Prepares solving with the Hessian of the likelihood over a part of the samples, which tells how
 * far all samples lie from their optimum at a small share of the cost of looking at them.
 *
 * The Hessian is not made: conjugate gradients, preconditioned with its blocks, meet it in
 * products with directions. They end early where they have come half the way or find a direction
 * of no positive curvature, for steps are remembered and corrected by those who take them.
 *
 * @returns for a matrix and signs of its sources a function from a gradient to the solution; all
 *   of shape [N, N], signs [N]
 * @see Byrd, Chin, Neveitt & Nocedal (2011), SIAM J. Optim. 21(3):977-995, doi:10.1137/10079923X
 */
export function partNewton(
  likelihood: PartLikelihood,
): (unmixing: Float64Array, signs: Float64Array) => Solver {
  const { rows: n, sums } = likelihood
  return (unmixing, signs) => {
    const scores = sums.scoresOf(unmixing, true)
    const { hessian, spread } = derivatives(likelihood, { unmixing, scores }, signs)
    const turn = sums.turnsOf(unmixing)
    const [w, c] = [columnPanels(unmixing, n, n), columnPanels(spread, n, n)]
    const curved = (e: Float64Array) => {
      const left = panels(e, n, n)
      const [bent, straight] = [turn(multiply(left, w)), multiply(left, c)]
      return e.map((v, i) => {
        const [k, l] = [Math.floor(i / n), i % n]
        return signs[k] * bent[i] + straight[i] + e[l * n + k] + ADDED * v
      })
    }
    const near = preconditioner(hessian, n, LEAST)
    return (gradient) => conjugateGradients(curved, near, gradient)
  }
}

/** Solves a x = b until half is left; what `near` says where there is no positive curvature. */
function conjugateGradients(a: Solver, near: Solver, b: Float64Array): Float64Array {
  const x = new Float64Array(b.length)
  const rest = b.slice()
  const first = near(rest)
  const direction = first.slice()
  let size = dot(rest, first)
  const enough = LEFT * LEFT * size
  for (let n = 0; n < MOST && size > enough; n++) {
    const bent = a(direction)
    const curvature = dot(direction, bent)
    if (!(curvature > 0)) return n === 0 ? first : x
    const step = size / curvature
    for (let i = 0; i < b.length; i++) {
      x[i] += step * direction[i]
      rest[i] -= step * bent[i]
    }
    const solved = near(rest)
    const next = dot(rest, solved)
    for (let i = 0; i < b.length; i++) direction[i] = solved[i] + (next / size) * direction[i]
    size = next
  }
  return x
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
