import * as z from 'zod'
import { linearPatterns } from '../../kernels/linear-patterns.ts'
import { makeFigure } from '../../tables/figure.ts'
import { displayFit } from '../display-fit.ts'
import { defineFigure, nothing } from '../figure.ts'
import { positiveCode } from '../predictions.ts'

/**
 * What goes with the scores of a linear head: the covariance of each feature with each score, after
 * fitting the pipeline on all rows. Of two classes the positive against the other; of more, of each
 * against the mean of the others.
 */
export const patterns = defineFigure({
  use: 'patterns',
  title: 'Patterns of the linear model',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2013.10.067'],
  options: z.strictObject({}),
  of: 'rows',
  async draw([rows], _options, { positive }, branch) {
    if (branch.head.head.reads !== 'features') return nothing('the head reads no features')
    const { rows: seen, x, target, fitted } = await displayFit(rows, branch)
    if (!fitted.weights) return nothing('the head is not linear')
    const { classes } = target
    const contrasts = contrastsOf(fitted.weights, classes, positiveCode(classes, positive))
    const all = linearPatterns(x.values, Float64Array.from(contrasts.flatMap((c) => c.row)), x.cols)
    const series = contrasts.map(({ name }, k) => ({
      panel: 'pattern',
      series: name,
      values: Float32Array.from(all.subarray(k * x.cols, (k + 1) * x.cols)),
    }))
    const names = JSON.parse(seen.meta.names ?? '[]') as string[]
    const { grid, depth } = seen.meta
    return makeFigure({ series, facts: { names, grid, depth, rows: x.rows } })
  },
})

interface Contrast {
  readonly name: string
  /** Weights of the contrast, D of them. */
  readonly row: number[]
}

function contrastsOf(weights: Float64Array, classes: readonly string[], positive: number) {
  const count = Math.max(1, classes.length)
  const depth = weights.length / count
  const against = (code: number): number[] =>
    Array.from({ length: depth }, (_, d) => {
      let others = 0
      for (let k = 0; k < count; k++) if (k !== code) others += weights[k * depth + d]
      return weights[code * depth + d] - (count > 1 ? others / (count - 1) : 0)
    })
  const named = (code: number, name: string): Contrast => ({ name, row: against(code) })
  if (classes.length === 0) return [named(0, 'prediction')]
  if (classes.length > 2) return classes.map((name, code) => named(code, name))
  return [named(positive, `${classes[positive]} against ${classes[1 - positive]}`)]
}
