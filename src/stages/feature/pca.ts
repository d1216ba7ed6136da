import * as z from 'zod'
import { fail } from '../../errors.ts'
import { linearScores } from '../../kernels/linear-scores.ts'
import { principalComponents } from '../../kernels/principal-components.ts'
import { defineFitStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import type { Table } from '../../tables/table.ts'

const options = z.strictObject({
  components: z
    .union([z.int().min(1), z.number().gt(0).lt(1)])
    .default(0.99)
    .meta({
      unit: '1',
      description: 'number of components, or, below 1, the share of variance they explain',
    }),
  whiten: z
    .boolean()
    .default(false)
    .meta({ description: 'give each component variance 1 over the training rows' }),
})

/**
 * Projects features on the directions in which the training rows vary most, features named pc1,
 * pc2, ... by falling variance; the largest element of a direction is positive.
 *
 * @throws {NeurarrowError} `stage-options` when there are fewer components than asked for,
 *   `non-finite` when a training row is, `length-mismatch` when rows have another width
 * @see sklearn.decomposition.PCA, up to the signs
 */
export const pca = defineFitStage({
  use: 'pca',
  title: 'Project features on their principal components',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  version: 1,
  options,
  fit(train, { components, whiten }): Fitted {
    const { values, rows, cols } = finiteRowsOf(train as Table<'features'>, 'pca')
    const most = Math.min(rows - 1, cols)
    if (most < 1 || components > most) {
      fail('stage-options', { stage: 'pca', option: 'components', value: components, most })
    }
    const { means, directions, variances } = principalComponents(values, rows)
    const total = variances.reduce((sum, variance) => sum + variance, 0)
    const count = components < 1 ? countFor(variances, components * total) : components
    const explained = variances.subarray(0, count).reduce((sum, v) => sum + v, 0) / total
    const weights = directions.map((value, i) => {
      const spread = whiten ? Math.sqrt(variances[Math.floor(i / cols)]) : 1
      return spread > 0 ? value / spread : 0
    })
    return { weights: weights.slice(0, count * cols), means, count, explained }
  },
  apply(input, { weights, means, count }) {
    const table = input as Table<'features'>
    const names = JSON.stringify(Array.from({ length: count }, (_, k) => `pc${k + 1}`))
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), { names })
    const { values, rows, cols } = matrixOf(table)
    if (cols !== means.length) {
      fail('length-mismatch', { stage: 'pca', expected: means.length, found: cols })
    }
    const centred = values.map((value, i) => value - means[i % cols])
    const scores = linearScores(centred, rows, { weights, intercepts: new Float64Array(count) })
    return withFeatures(table, Float32Array.from(scores), { names })
  },
  describe: ({ count, explained }) => ({ components: count, explained }),
})

interface Fitted {
  /** Shape [N, D]. */
  readonly weights: Float64Array
  readonly means: Float64Array
  readonly count: number
  /** Share of the variance. */
  readonly explained: number
}

/** The fewest components whose variances sum to more than `wanted`. */
function countFor(variances: Float64Array, wanted: number): number {
  let sum = 0
  for (let k = 0; k < variances.length; k++) {
    sum += variances[k]
    if (sum > wanted) return k + 1
  }
  return variances.length
}
