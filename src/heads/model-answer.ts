import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Labels, type Matrix, requireFinite } from '../head.ts'
import { didYouMean } from '../kernels/nearest-name.ts'

const options = z.strictObject({
  value: z.string().min(1).optional().meta({
    description: 'name of the feature that is the answer; not needed where there is one alone',
  }),
  variance: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'name of the feature that is the variance of the answer' }),
  noise: z
    .enum(['none', 'training'])
    .default('none')
    .meta({
      description:
        'variance of the target about the answer that is added: none, or what the squared errors ' +
        'of the training rows have beyond the variances given',
    }),
})
type Options = z.output<typeof options>

/**
 * A feature as it is: the answer of a model whose output is the number asked for, with the variance
 * that its runs with dropout have (`encode: { draws: { count, give: both } }` names them `mean0`
 * and `variance0`). Nothing is fitted, but with `noise: training` the variance that the target has
 * about the answers on training rows. Scores have shape [R, 1].
 *
 * @throws {NeurarrowError} `stage-options` when a feature is not there or a variance is below 0
 * @see Gal & Ghahramani (2016), ICML, arXiv:1506.02142
 */
export const modelAnswer = defineHead({
  use: 'modelAnswer',
  title: 'What the model itself says, as it is',
  reads: 'features',
  predicts: 'numbers',
  version: 1,
  options,
  cites: ['doi:10.48550/arXiv.1506.02142'],
  isSure,
  fit(x, labels, given) {
    requireFinite(x)
    const value = placeOf(x, given.value, 'value')
    const variance =
      given.variance === undefined ? undefined : placeOf(x, given.variance, 'variance')
    const added = given.noise === 'none' ? 0 : noiseOf(x, labels, { value, variance })
    const scores = (rows: Matrix) => columnOf(rows, value)
    if (!isSure(given)) return fittedHead(x.cols, scores)
    const deviations = (rows: Matrix) =>
      variancesOf(rows, variance).map((own) => Math.sqrt(own + added))
    return fittedHead(x.cols, scores, { facts: { noiseSd: Math.sqrt(added) }, deviations })
  },
})

function isSure({ variance, noise }: Options): boolean {
  return variance !== undefined || noise === 'training'
}

function placeOf({ names, cols }: Matrix, name: string | undefined, option: keyof Options): number {
  if (name === undefined && cols === 1) return 0
  const at = name === undefined ? -1 : (names ?? []).indexOf(name)
  if (at >= 0) return at
  const remedy =
    name === undefined
      ? 'the name of the feature that is the answer'
      : didYouMean(name, names ?? []).slice(2) || undefined
  return fail('stage-options', { head: 'modelAnswer', option, value: name, features: cols, remedy })
}

function columnOf({ values, rows, cols }: Matrix, place: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, r) => values[r * cols + place])
}

/** Zeros where no variance is given. */
function variancesOf(x: Matrix, place: number | undefined): Float64Array {
  if (place === undefined) return new Float64Array(x.rows)
  const variances = columnOf(x, place)
  const row = variances.findIndex((own) => own < 0)
  if (row < 0) return variances
  const facts = { option: 'variance', feature: place, row, value: variances[row] }
  return fail('stage-options', { head: 'modelAnswer', ...facts })
}

/** What squared errors of training rows have beyond their variances, on average; not below 0. */
function noiseOf(
  x: Matrix,
  { y }: Labels,
  { value, variance }: { readonly value: number; readonly variance?: number },
): number {
  requireFinite({ values: y, rows: x.rows, cols: 1 })
  const answers = columnOf(x, value)
  const known = variancesOf(x, variance)
  const left = y.reduce((sum, truth, r) => sum + (truth - answers[r]) ** 2 - known[r], 0)
  return Math.max(0, left / Math.max(1, x.rows))
}
