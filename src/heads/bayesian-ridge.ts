import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Matrix, requireFinite } from '../head.ts'
import { bayesianRidge as fitEvidence } from '../kernels/bayesian-ridge.ts'
import { linearScores } from '../kernels/linear-scores.ts'

/**
 * Ridge regression whose penalty and noise are those under which the training rows are most
 * likely, with the standard deviation of each prediction: of the noise and of the weights.
 *
 * Rows count as independent: windows of one recording are not, so that intervals of new people may
 * be too narrow, which `coverage95` tells. Scores have shape [R, 1].
 *
 * @throws {NeurarrowError} `non-finite`, `length-mismatch` with fewer than two rows,
 *   `not-converged`
 * @see `sklearn.linear_model.BayesianRidge`
 */
export const bayesianRidge = defineHead({
  use: 'bayesianRidge',
  title: 'Ridge regression that says how sure it is, penalty and noise by the evidence',
  reads: 'features',
  predicts: 'numbers',
  version: 1,
  options: z.strictObject({}),
  cites: ['doi:10.1162/neco.1992.4.3.415'],
  isSure: () => true,
  fit(x, { y }) {
    requireFinite(x)
    requireFinite({ values: y, rows: x.rows, cols: 1 })
    if (x.rows < 2) fail('length-mismatch', { rows: x.rows, remedy: 'a fit needs two rows' })
    const fit = fitEvidence(x.values, y)
    const { noise, prior, turns } = fit
    if (turns === Number.POSITIVE_INFINITY) fail('not-converged', { head: 'bayesianRidge' })
    const facts = { penalty: prior / noise, noiseSd: 1 / Math.sqrt(noise), turns }
    const scores = (rows: Matrix) => linearScores(rows.values, rows.rows, fit)
    return fittedHead(x.cols, scores, {
      facts,
      linear: { weights: fit.weights, of: [0] },
      deviations: (rows) => fit.deviations(rows.values, rows.rows),
    })
  },
})
