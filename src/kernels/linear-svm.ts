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
  const design = makeDesign(space?.coordinates ?? data.x, rows, { weights: 1 / c, intercept: 1 / c })
  const positives = data.classes === 2 ? [1] : Array.from({ length: data.classes }, (_, k) => k)
  const weights = new Float64Array(positives.length * depth)
  const intercepts = new Float64Array(positives.length)
  let iterations = 0
  let converged = true
  positives.forEach((positive, k) => {
    const fit = against(design, data, positive, ending)
    const own = fit.coefficients.subarray(0, design.penalty.length - 1)
    weights.set(space ? space.weights(own) : own, k * depth)
    intercepts[k] = fit.coefficients[design.penalty.length - 1]
    iterations = Math.max(iterations, fit.iterations)
    converged &&= fit.converged
  })
  return { weights, intercepts, iterations, converged }
}

function against(design: Design, data: LabelledRows, positive: number, ending: Ending) {
  const targets = data.y.map((y) => (y === positive ? 1 : -1))
  return newtonCg(design, squaredHinge(targets, data.weights), ending)
}

function squaredHinge(targets: Float64Array, weights: Float64Array): Loss {
  const bend = new Float64Array(targets.length)
  return {
    outputs: 1,
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
