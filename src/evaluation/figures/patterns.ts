import * as z from 'zod'
import type { LinearWeights } from '../../head.ts'
import { linearPatterns } from '../../kernels/linear-patterns.ts'
import { makeFigure } from '../../tables/figure.ts'
import { placesMeta } from '../../tables/places-meta.ts'
import { displayFit } from '../display-fit.ts'
import { defineFigure, needsEvaluation, nothing } from '../figure.ts'
import { positiveCode } from '../predictions.ts'

/**
 * What features do when the score of a linear head rises by 1, the pipeline fitted on all rows. Of
 * two classes the positive against the other; of more, of each against the mean of the others.
 */
export const patterns = defineFigure({
  use: 'patterns',
  title: 'Patterns of the linear model',
  version: 2,
  cites: ['doi:10.1016/j.neuroimage.2013.10.067'],
  options: z.strictObject({}),
  of: 'rows',
  async draw([rows], _options, { positive }, branch) {
    if (branch === undefined) return nothing(needsEvaluation)
    if (branch.head.head.reads !== 'features') return nothing('the head reads no features')
    const { rows: seen, x, target, fitted } = await displayFit(rows, branch)
    if (!fitted.linear) return nothing('the head is not linear')
    const { classes } = target
    const contrasts = contrastsOf(fitted.linear, classes, positiveCode(classes, positive))
    const weights = Float64Array.from(contrasts.flatMap(({ row }) => row))
    const all = linearPatterns(x.values, x.rows, weights)
    const series = contrasts.map(({ name }, k) => ({
      panel: 'pattern',
      series: name,
      values: Float32Array.from(all.subarray(k * x.cols, (k + 1) * x.cols)),
    }))
    const names = JSON.parse(seen.meta.names ?? '[]') as string[]
    const { depth } = seen.meta
    return makeFigure({ series, facts: { names, ...placesMeta(seen), depth, rows: x.rows } })
  },
})

interface Contrast {
  readonly name: string
  /** Weights of the contrast, D of them. */
  readonly row: number[]
}

function contrastsOf(
  { weights, of }: LinearWeights,
  classes: readonly string[],
  positive: number,
): Contrast[] {
  const depth = weights.length / of.length
  const weight = (code: number, d: number) => {
    const row = of.indexOf(code)
    return row < 0 ? 0 : weights[row * depth + d]
  }
  if (classes.length === 0) return [{ name: 'prediction', row: Array.from(weights) }]
  const codes = classes.map((_, code) => code)
  const against = (code: number, name: string): Contrast => {
    const others = codes.filter((other) => other !== code)
    const row = Array.from({ length: depth }, (_, d) => {
      const mean = others.reduce((sum, other) => sum + weight(other, d), 0) / others.length
      return weight(code, d) - mean
    })
    return { name, row }
  }
  if (classes.length > 2) return classes.map((name, code) => against(code, name))
  return [against(positive, `${classes[positive]} against ${classes[1 - positive]}`)]
}
