import * as z from 'zod'
import { fail } from '../../errors.ts'
import { bestCount, bestPercent } from '../../kernels/best-features.ts'
import { anovaScores, regressionScores } from '../../kernels/feature-scores.ts'
import { defineFitStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import type { Table } from '../../tables/table.ts'

const options = z
  .strictObject({
    percent: z
      .number()
      .gt(0)
      .max(100)
      .optional()
      .meta({ unit: '%', description: 'how many of the features are kept' }),
    count: z
      .int()
      .min(1)
      .optional()
      .meta({ unit: '1', description: 'how many features are kept, instead of a percentage' }),
  })
  .refine(({ percent, count }) => (percent === undefined) !== (count === undefined), {
    error: 'exactly one of percent and count is needed',
  })

/**
 * Keeps the features that differ most between the classes of the training rows, by the F of an
 * analysis of variance; for a target that is a number, by the F of a straight line.
 *
 * Names of features stay with them. A constant feature counts as the worst.
 *
 * @throws {NeurarrowError} `one-class` when training rows hold fewer than two classes,
 *   `non-finite` when a training row is, `length-mismatch` when rows have another width
 * @see sklearn.feature_selection.SelectPercentile and SelectKBest with f_classif or f_regression
 */
export const selectFeatures = defineFitStage({
  use: 'selectFeatures',
  title: 'Keep the features that differ most between classes',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  supervised: true,
  version: 1,
  options,
  fit(train, { percent, count }, { target }): Fitted {
    const { values, rows, cols } = finiteRowsOf(train as Table<'features'>, 'selectFeatures')
    const { classes, y } =
      target ?? fail('internal', { stage: 'selectFeatures', missing: 'target' })
    const present = classes.length > 0 ? new Set(y).size : 2
    if (present < 2 || rows < 3) fail('one-class', { stage: 'selectFeatures', rows, present })
    const scores = classes.length > 0 ? anovaScores(values, y) : regressionScores(values, y)
    const kept =
      percent === undefined ? bestCount(scores, count ?? 1) : bestPercent(scores, percent)
    if (kept.length > 0) return { kept, cols }
    return fail('stage-options', { stage: 'selectFeatures', percent, features: cols, kept: 0 })
  },
  apply(input, { kept, cols }) {
    const table = input as Table<'features'>
    const { names } = table.meta
    const all = names === undefined ? undefined : (JSON.parse(names) as string[])
    const meta: Record<string, string> = all
      ? { names: JSON.stringify(Array.from(kept, (d) => all[d])) }
      : {}
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    const { values, rows, cols: found } = matrixOf(table)
    if (found !== cols) {
      fail('length-mismatch', { stage: 'selectFeatures', expected: cols, found })
    }
    const out = new Float32Array(rows * kept.length)
    for (let r = 0, to = 0; r < rows; r++) {
      for (const d of kept) out[to++] = values[r * cols + d]
    }
    return withFeatures(table, out, meta)
  },
  describe: ({ kept, cols }) => ({ kept: kept.length, of: cols }),
})

interface Fitted {
  /** Places of the kept features, ascending. */
  readonly kept: Int32Array
  /** How many there were. */
  readonly cols: number
}
