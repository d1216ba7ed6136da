import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, presentClasses } from '../head.ts'
import { classWeights } from '../kernels/class-weights.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { logisticRegression } from '../kernels/logistic-regression.ts'
import { softmax } from '../kernels/softmax.ts'
import { spreadScores } from '../kernels/spread-scores.ts'

/**
 * Logistic regression with an L2 penalty, two classes or many at once; scores are probabilities,
 * shape [R, K], those of `sklearn.linear_model.LogisticRegression` run to convergence.
 */
export const logistic = defineHead({
  use: 'logistic',
  title: 'Logistic regression with an L2 penalty, converged',
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
      .default(200)
      .meta({ unit: '1', description: 'steps after which a fit that has not converged fails' }),
    tolerance: z.number().positive().default(1e-8).meta({
      unit: '1',
      description: 'change of a log-odds in one step, over 1 + the largest, that ends the fit',
    }),
  }),
  fit(x, labels, { c, classWeight, maxIterations, tolerance }) {
    const { present, y, counts } = presentClasses(x, labels)
    const weights = classWeights(y, counts, classWeight)
    const data = { x: x.values, y, classes: present.length, weights }
    const fit = logisticRegression(data, c, { maxIterations, tolerance })
    if (!fit.converged) fail('not-converged', { head: 'logistic', iterations: fit.iterations })
    const scores = (rows: typeof x) => {
      const raw = linearScores(rows.values, rows.rows, fit)
      const all = present.length > 2 ? raw : withZeros(raw)
      return spreadScores(softmax(all, present.length), present, labels.classes, 'zero')
    }
    const of = present.length > 2 ? present : [present[1]]
    const facts = { iterations: fit.iterations }
    return fittedHead(x.cols, scores, { facts, linear: { weights: fit.weights, of } })
  },
})

/** Log-odds as scores of two classes, shape [R] to [R, 2]. */
function withZeros(odds: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * odds.length }, (_, i) => (i % 2 ? odds[i >> 1] : 0))
}
