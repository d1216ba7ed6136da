import * as z from 'zod'
import { defineHead, fittedHead, presentClasses } from '../head.ts'
import { discriminant } from '../kernels/discriminant.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { softmax } from '../kernels/softmax.ts'
import { spreadScores } from '../kernels/spread-scores.ts'

/**
 * Linear discriminant analysis with a shrunk covariance and the priors of the training rows;
 * scores are posterior probabilities, shape [R, K], those of
 * `sklearn.discriminant_analysis.LinearDiscriminantAnalysis(solver='lsqr')`.
 */
export const lda = defineHead({
  use: 'lda',
  title: 'Linear discriminant analysis with a shrunk covariance',
  reads: 'features',
  predicts: 'classes',
  version: 1,
  options: z.strictObject({
    shrinkage: z
      .union([z.enum(['auto', 'none']), z.number().min(0).max(1)])
      .default('auto')
      .meta({
        unit: '1',
        description:
          'share of the identity in the covariance; auto: as Ledoit and Wolf estimate it',
      }),
  }),
  cites: ['doi:10.1016/S0047-259X(03)00096-4'],
  fit(x, labels, { shrinkage }) {
    const { present, y } = presentClasses(x, labels)
    const fit = discriminant(x.values, y, present.length, shrinkage)
    const scores = (rows: typeof x) => {
      const raw = linearScores(rows.values, rows.rows, fit)
      return spreadScores(softmax(raw, present.length), present, labels.classes, 'zero')
    }
    const facts = { shrinkage: fit.shrinkage }
    return fittedHead(x.cols, scores, { facts, linear: { weights: fit.weights, of: present } })
  },
})
