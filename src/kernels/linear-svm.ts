import { type Design, makeDesign } from './design.ts'
import type { LabelledRows, LinearFit } from './logistic-regression.ts'
import { type Ending, type Loss, newtonCg } from './newton-cg.ts'
import { rowSpace } from './row-space.ts'

/**
 * Fits linear support vector machines with squared hinge loss, one class against the rest:
 * minimises c · sum of weighted max(0, 1 - t z)² + half the squared weights and intercept.
 *
 * With two classes there is one score, positive for class 1; with more, one for each class. The
 * intercept is penalised like a weight, as in LIBLINEAR.
 *
 * @param data rows of shape [R, D]
 * @param c inverse strength of the penalty, above 0
 * @returns weights of shape [1, D] or [K, D]
 * @see Keerthi & DeCoste (2005), J. Mach. Learn. Res. 6:341-361; `sklearn.svm.LinearSVC`
 */
export function linearSvm(data: LabelledRows, c: number, ending: Ending): LinearFit {
  const rows = data.y.length
  const depth = data.x.length / rows
  const space = depth > rows ? rowSpace(data.x, rows) : undefined
  const design = makeDesign(space?.coordinates ?? data.x, rows, { weights: 1, intercept: 1 })
  const positives = data.classes === 2 ? [1] : Array.from({ length: data.classes }, (_, k) => k)
  const weights = new Float64Array(positives.length * depth)
  const intercepts = new Float64Array(positives.length)
  let iterations = 0
  let converged = true
  positives.forEach((positive, k) => {
    const fit = against(design, data, positive, { c, ending })
    const own = fit.coefficients.subarray(0, design.penalty.length - 1)
    weights.set(space ? space.weights(own) : own, k * depth)
    intercepts[k] = fit.coefficients[design.penalty.length - 1]
    iterations = Math.max(iterations, fit.iterations)
    converged &&= fit.converged
  })
  return { weights, intercepts, iterations, converged }
}

/**
 * One class against the rest, for c from small to what is asked, each the start of the next: the
 * rows within the margin change little at a time, where Newton's method alone would cycle.
 */
function against(design: Design, data: LabelledRows, positive: number, { c, ending }: Path) {
  const targets = data.y.map((y) => (y === positive ? 1 : -1))
  const loss = squaredHinge(targets, data.weights)
  let start: Float64Array | undefined
  let iterations = 0
  for (const stage of strengths(design, c)) {
    const penalty = design.penalty.map(() => 1 / stage)
    const tolerance = stage === c ? ending.tolerance : 0.1
    const fit = newtonCg({ ...design, penalty }, loss, { ...ending, tolerance, start })
    iterations += fit.iterations
    start = fit.coefficients
    if (stage === c) return { ...fit, iterations }
  }
  throw new RangeError(`c is ${c}`)
}

interface Path {
  readonly c: number
  readonly ending: Ending
}

/** From where penalty and rows weigh alike to c, by factors of 10. */
function strengths(design: Design, c: number): number[] {
  const wide = design.penalty.length
  const gram = design.gram()
  let trace = 0
  for (let i = 0; i < wide; i++) trace += gram[i * wide + i]
  const stages = [c]
  for (let stage = c / 10; stage > wide / trace; stage /= 10) stages.unshift(stage)
  return stages
}

function squaredHinge(targets: Float64Array, weights: Float64Array): Loss {
  const bend = new Float64Array(targets.length)
  return {
    outputs: 1,
    smooth: false,
    slope(z, out) {
      for (let r = 0; r < z.length; r++) {
        const short = Math.max(0, 1 - targets[r] * z[r])
        out[r] = -2 * weights[r] * targets[r] * short
        bend[r] = short > 0 ? 2 * weights[r] : 0
      }
    },
    curve(v, out) {
      for (let r = 0; r < v.length; r++) out[r] = bend[r] * v[r]
    },
    bends(out) {
      out.set(bend)
    },
  }
}
