import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, presentClasses } from '../head.ts'
import { classWeights } from '../kernels/class-weights.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { linearSvm } from '../kernels/linear-svm.ts'
import { spreadScores, twoSided } from '../kernels/spread-scores.ts'

/**
 * Linear support vector machine: squared hinge loss, L2 penalty that includes the intercept, one
 * class against the rest; the optimum of `sklearn.svm.LinearSVC`. Scores are signed distances in
 * units of the margin, shape [R, K]; with two classes the first is the negative of the second.
 */
export const svm = defineHead({
  use: 'svm',
  title: 'Linear support vector machine with squared hinge loss',
  reads: 'features',
  predicts: 'classes',
  version: 2,
  options: z.strictObject({
    c: z
      .number()
      .positive()
      .default(1)
      .meta({ unit: '1', description: 'inverse strength of the penalty: small is simple' }),
    classWeight: z
      .enum(['none', 'balanced'])
      .default('none')
      .meta({ description: 'balanced: each class counts the same, however many rows it has' }),
    maxIterations: z
      .int()
      .positive()
      .default(500)
      .meta({ unit: '1', description: 'steps after which a fit that has not converged fails' }),
  }),
  cites: ['Keerthi & DeCoste (2005), J. Mach. Learn. Res. 6:341-361'],
  fit(x, labels, { c, classWeight, maxIterations }) {
    const { present, y, counts } = presentClasses(x, labels)
    const weights = classWeights(y, counts, classWeight)
    const data = { x: x.values, y, classes: present.length, weights }
    const fit = linearSvm(data, c, { maxIterations, tolerance: 1e-8 })
    if (!fit.converged) fail('not-converged', { head: 'svm', iterations: fit.iterations })
    const scores = (rows: typeof x) => {
      const raw = linearScores(rows.values, rows.rows, fit)
      const all = present.length > 2 ? raw : twoSided(raw)
      return spreadScores(all, present, labels.classes, 'lowest')
    }
    const of = present.length > 2 ? present : [present[1]]
    const facts = { iterations: fit.iterations }
    return fittedHead(x.cols, scores, { facts, linear: { weights: fit.weights, of } })
  },
})
