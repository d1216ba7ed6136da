import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Matrix, requireFinite } from '../head.ts'
import { columnScaling, scaledColumns } from '../kernels/column-scaling.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { ridgeByTarget } from '../kernels/ridge-gcv.ts'

const decades = Array.from({ length: 9 }, (_, i) => 10 ** (i - 2))

/**
 * Ridge regression on vectors, for instance the embedding of the stimulus: each number of the
 * vector has a penalty of its own, chosen by exact leave-one-out errors. Predictions can be given
 * mean and deviation of the training vectors again, which shrinking takes from them; mean and
 * deviation of predictions are those of the training rows. Scores have shape [R, Q].
 */
export const embeddingRegression = defineHead({
  use: 'embeddingRegression',
  title: 'Ridge regression on vectors, with a penalty for each number',
  reads: 'features',
  predicts: 'vectors',
  version: 1,
  options: z.strictObject({
    alpha: z
      .array(z.number().positive())
      .min(1)
      .default(decades)
      .meta({ unit: '1', description: 'penalties of the squared weights to choose from' }),
    renormalise: z.boolean().default(true).meta({
      description: 'whether predictions get the mean and deviation of the training vectors again',
    }),
  }),
  cites: ['doi:10.1109/CVPR52729.2023.01389'],
  fit(x, { y }, { alpha, renormalise }) {
    requireFinite(x)
    if (x.rows < 2) fail('length-mismatch', { rows: x.rows, remedy: 'a fit needs two rows' })
    const width = y.length / x.rows
    requireFinite({ values: y, rows: x.rows, cols: width })
    const fit = ridgeByTarget(x.values, y, x.rows, alpha)
    const raw = (rows: Matrix) => linearScores(rows.values, rows.rows, fit)
    const facts = { alphaLow: Math.min(...fit.alphas), alphaHigh: Math.max(...fit.alphas) }
    if (!renormalise) return fittedHead(x.cols, raw, { facts })
    const [own, wanted] = [columnScaling(raw(x), width), columnScaling(y, width)]
    const scores = (rows: Matrix) => {
      const out = scaledColumns(raw(rows), own)
      for (let i = 0; i < out.length; i++) {
        out[i] = out[i] * wanted.deviations[i % width] + wanted.means[i % width]
      }
      return out
    }
    return fittedHead(x.cols, scores, { facts })
  },
})
