import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Matrix, requireFinite } from '../head.ts'
import { nonNegative as weightsOf } from '../kernels/non-negative.ts'

/**
 * Least squares with weights that are not below 0 and without intercept: how much of each model is
 * in what was measured, for instance of model RDMs in an RDM. Scores have shape [R, 1].
 *
 * @throws {NeurarrowError} `non-finite`, `length-mismatch` without rows
 * @see rsatoolbox.model.fitter.fit_regress_nn, whose weights are these divided by their length;
 *   Khaligh-Razavi & Kriegeskorte (2014), PLoS Comput. Biol. 10(11):e1003915
 */
export const nonNegative = defineHead({
  use: 'nonNegative',
  title: 'Weights that are not below 0, without intercept: weighted models of RDMs',
  reads: 'features',
  predicts: 'numbers',
  version: 1,
  options: z.strictObject({}),
  cites: ['doi:10.1371/journal.pcbi.1003915'],
  fit(x, { y }) {
    requireFinite(x)
    requireFinite({ values: y, rows: x.rows, cols: 1 })
    if (x.rows < 1) fail('length-mismatch', { rows: x.rows, remedy: 'a fit needs a row' })
    const weights = weightsOf(x.values, y, x.rows)
    const scores = ({ values, rows, cols }: Matrix) =>
      Float64Array.from({ length: rows }, (_, r) => {
        let sum = 0
        for (let c = 0; c < cols; c++) sum += values[r * cols + c] * weights[c]
        return sum
      })
    const facts = { weightsAbove0: weights.filter((weight) => weight > 0).length }
    return fittedHead(x.cols, scores, { facts, linear: { weights, of: [0] } })
  },
})
