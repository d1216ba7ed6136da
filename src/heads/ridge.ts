import * as z from 'zod'
import { fail } from '../errors.ts'
import {
  defineHead,
  fittedHead,
  type Labels,
  type Matrix,
  presentClasses,
  requireFinite,
} from '../head.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { type RidgeFit, ridgeGcv } from '../kernels/ridge-gcv.ts'
import { spreadScores, twoSided } from '../kernels/spread-scores.ts'

const decades = Array.from({ length: 9 }, (_, i) => 10 ** (i - 2))

/**
 * Ridge regression whose penalty is chosen by exact leave-one-out errors, as
 * `sklearn.linear_model.RidgeCV`; classes are regressed as -1 and 1, each against the rest, as
 * `RidgeClassifierCV`. Scores have shape [R, 1] for numbers and [R, K] for classes.
 */
export const ridge = defineHead({
  use: 'ridge',
  title: 'Ridge regression, its penalty chosen by leave-one-out errors',
  reads: 'features',
  predicts: 'both',
  version: 1,
  options: z.strictObject({
    alpha: z
      .union([z.number().positive(), z.array(z.number().positive()).min(1)])
      .default(decades)
      .meta({ unit: '1', description: 'penalty of the squared weights, or a list to choose from' }),
  }),
  cites: ['doi:10.1080/00401706.1979.10489751'],
  fit(x, labels, { alpha }) {
    const alphas = typeof alpha === 'number' ? [alpha] : alpha
    return labels.classes > 0 ? fitClasses(x, labels, alphas) : fitNumbers(x, labels, alphas)
  },
})

function fitNumbers(x: Matrix, { y }: Labels, alphas: readonly number[]) {
  requireFinite(x)
  requireFinite({ values: y, rows: x.rows, cols: 1 })
  if (x.rows < 2) fail('length-mismatch', { rows: x.rows, remedy: 'a fit needs two rows' })
  const fit = ridgeGcv(x.values, y, x.rows, alphas)
  const linear = { weights: fit.weights, of: [0] }
  const scores = (rows: Matrix) => linearScores(rows.values, rows.rows, fit)
  return fittedHead(x.cols, scores, { facts: factsOf(fit), linear })
}

function fitClasses(x: Matrix, labels: Labels, alphas: readonly number[]) {
  const { present, y } = presentClasses(x, labels)
  const positives = present.length > 2 ? present.map((_, k) => k) : [1]
  const targets = new Float64Array(x.rows * positives.length)
  for (let i = 0; i < targets.length; i++) {
    const row = Math.floor(i / positives.length)
    targets[i] = y[row] === positives[i % positives.length] ? 1 : -1
  }
  const fit = ridgeGcv(x.values, targets, x.rows, alphas)
  const scores = (rows: Matrix) => {
    const raw = linearScores(rows.values, rows.rows, fit)
    const all = present.length > 2 ? raw : twoSided(raw)
    return spreadScores(all, present, labels.classes, 'lowest')
  }
  const of = positives.map((k) => present[k])
  return fittedHead(x.cols, scores, { facts: factsOf(fit), linear: { weights: fit.weights, of } })
}

function factsOf({ alpha, errors }: RidgeFit) {
  return { alpha, looError: Math.min(...errors) }
}
