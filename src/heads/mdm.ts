import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Matrix, presentClasses } from '../head.ts'
import { firstIndefinite } from '../kernels/definite.ts'
import { softmax } from '../kernels/softmax.ts'
import { spdDistance } from '../kernels/spd-distance.ts'
import { spdMean } from '../kernels/spd-mean.ts'
import { spreadScores } from '../kernels/spread-scores.ts'

/**
 * Minimum distance to mean of symmetric positive definite matrices; scores are the softmax of
 * negative squared distances, shape [R, K], those of `pyriemann.classification.MDM`.
 *
 * A matrix that is not safely positive definite ends in `rank-deficient`, also in `predict`.
 */
export const mdm = defineHead({
  use: 'mdm',
  title: 'Minimum distance to the mean matrix of each class',
  reads: 'matrices',
  predicts: 'classes',
  version: 4,
  options: z.strictObject({
    metric: z
      .enum(['riemann', 'logEuclid', 'euclid'])
      .default('riemann')
      .meta({ description: 'how means and distances are taken' }),
  }),
  cites: ['doi:10.1109/TBME.2011.2172210'],
  fit(x, labels, { metric }) {
    const { present, y } = presentClasses(x, labels)
    const n = requireDefinite(x)
    const means = present.map((_, k) => spdMean(rowsOf(x, y, k), n, metric))
    if (means.some((mean) => !mean.converged)) fail('not-converged', { head: 'mdm', metric })
    const distances = means.map(({ mean }) => spdDistance(mean, n, metric))
    const scores = (rows: Matrix) => {
      requireDefinite(rows)
      const out = new Float64Array(rows.rows * present.length)
      for (let i = 0; i < out.length; i++) {
        const row = Math.floor(i / present.length)
        const matrix = rows.values.subarray(row * x.cols, (row + 1) * x.cols)
        out[i] = -(distances[i % present.length](matrix) ** 2)
      }
      return spreadScores(softmax(out, present.length), present, labels.classes, 'zero')
    }
    const facts = { iterations: Math.max(...means.map((m) => m.iterations)) }
    return fittedHead(x.cols, scores, { facts })
  },
})

/** The number of channels of matrices, all of them safely positive definite. */
function requireDefinite(x: Matrix): number {
  const n = Math.round(Math.sqrt(x.cols))
  if (n * n !== x.cols) fail('length-mismatch', { head: 'mdm', values: x.cols, expected: 'square' })
  const row = firstIndefinite(x.values, n)
  if (row >= 0) fail('rank-deficient', { head: 'mdm', row })
  return n
}

function rowsOf(x: Matrix, y: Float64Array, k: number): Float64Array {
  const rows = Array.from(y.keys()).filter((r) => y[r] === k)
  const out = new Float64Array(rows.length * x.cols)
  rows.forEach((r, i) => {
    out.set(x.values.subarray(r * x.cols, (r + 1) * x.cols), i * x.cols)
  })
  return out
}
