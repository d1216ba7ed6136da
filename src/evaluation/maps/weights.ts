import * as z from 'zod'
import { fail } from '../../errors.ts'
import { linearPatterns } from '../../kernels/linear-patterns.ts'
import { matrixOf } from '../../tables/features.ts'
import type { Table } from '../../tables/table.ts'
import { defineMap } from '../map-kind.ts'

/**
 * The weights of a linear head, a map for each class (of two classes one, for the second), or what
 * the features do when the score of a class rises by 1: activation patterns, which can be read
 * where weights cannot. Both are in the units of what reaches the head. A feature that a fold did
 * not select has weight 0 in it.
 *
 * @throws {NeurarrowError} `stage-options` for a head that is not linear
 * @see Haufe et al. (2014), NeuroImage 87:96-110, doi:10.1016/j.neuroimage.2013.10.067
 */
export const weights = defineMap({
  use: 'weights',
  title: 'Weights of a linear head, or the patterns behind them',
  version: 1,
  over: 'features',
  absent: 0,
  cites: ['doi:10.1016/j.neuroimage.2013.10.067'],
  options: z.strictObject({
    as: z
      .enum(['weights', 'patterns'])
      .default('weights')
      .meta({ description: 'weights as they were fitted, or activation patterns' }),
  }),
  compute({ sides, question, fitted }, { as }) {
    const { linear } = fitted()
    if (!linear) fail('stage-options', { map: 'weights', head: question.head.use })
    const { values, rows, cols } = matrixOf(sides.train as Table<'features'>)
    const found = as === 'weights' ? linear.weights : linearPatterns(values, rows, linear.weights)
    const maps = linear.of.map((code, k): [string, Float64Array] => {
      return [question.classes[code] ?? question.target, found.slice(k * cols, (k + 1) * cols)]
    })
    return Object.fromEntries(maps)
  },
})
