import * as z from 'zod'
import { fail } from '../../errors.ts'
import { multiply } from '../../kernels/multiply.ts'
import { columnPanels, panels } from '../../kernels/panels.ts'
import { solve } from '../../kernels/solve.ts'
import { defineFitStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { columnType, f64Of, hasColumn, type Table, wordsOf } from '../../tables/table.ts'

/**
 * Takes from each feature what labels such as age and sex predict of it: a straight line in numbers
 * and a mean for each class of a text, fitted on the training rows. The mean goes too.
 *
 * @throws {NeurarrowError} `target-missing` when a label is missing or a row has a class that no
 *   training row has, `rank-deficient` when labels say the same, `non-finite`, `length-mismatch`
 * @see nilearn.signal.clean in its form, with coefficients of the training rows; Snoek, Miletić &
 *   Scholte (2019), NeuroImage 184:741-760, doi:10.1016/j.neuroimage.2018.09.074
 */
export const residualize = defineFitStage({
  use: 'residualize',
  title: 'Take from features what labels such as age and sex predict of them',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2018.09.074'],
  options: z.strictObject({
    by: z.array(z.string().min(1)).min(1).meta({ description: 'labels, numbers or text' }),
  }),
  fit(train, { by }): Fitted {
    const table = train as Table<'features'>
    const { values, rows, cols } = finiteRowsOf(table, 'residualize')
    const labels = by.map((name) => labelOf(table, name))
    const design = designOf(table, labels)
    const width = design.length / Math.max(1, rows)
    const columns = columnPanels(design, rows, width)
    const products = multiply(columns, columnPanels(values, rows, cols))
    try {
      const weights = solve(multiply(columns, columns), width, products)
      if (rows > width && weights.every(Number.isFinite)) return { labels, weights, cols }
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown
    }
    return fail('rank-deficient', { stage: 'residualize', by, rows, columns: width })
  },
  apply(input, { labels, weights, cols }) {
    const table = input as Table<'features'>
    const { names } = table.meta
    const meta: Record<string, string> = names === undefined ? {} : { names }
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    const { values, rows, cols: found } = matrixOf(table)
    if (found !== cols) fail('length-mismatch', { stage: 'residualize', expected: cols, found })
    const design = designOf(table, labels)
    const width = design.length / rows
    const fitted = multiply(panels(design, rows, width), columnPanels(weights, width, cols))
    return withFeatures(
      table,
      Float32Array.from(values, (value, i) => value - fitted[i]),
      meta,
    )
  },
  describe: ({ labels, weights, cols }) => ({
    by: labels.map(({ name }) => name).join(', '),
    columns: weights.length / cols,
  }),
})

interface Fitted {
  readonly labels: readonly Label[]
  /** Shape [P, D]. */
  readonly weights: Float64Array
  readonly cols: number
}

/** A label, and its classes where it is text. */
interface Label {
  readonly name: string
  readonly classes?: readonly string[]
}

function labelOf(table: Table, name: string): Label {
  if (!hasColumn(table, name)) fail('target-missing', { stage: 'residualize', target: name })
  const type = columnType(table, name)
  if (type === 'text') return { name, classes: [...new Set(wordsOf(table, name))].sort() }
  if (type === 'f64') return { name }
  return fail('target-missing', { stage: 'residualize', target: name, type })
}

/** A column of ones, then one for each number and each class but the first, shape [R, P]. */
function designOf(table: Table, labels: readonly Label[]): Float64Array {
  const columns: ArrayLike<number>[] = [new Float64Array(table.rows).fill(1)]
  for (const { name, classes } of labels) {
    if (!hasColumn(table, name)) fail('target-missing', { stage: 'residualize', target: name })
    if (classes === undefined) {
      columns.push(f64Of(table, name))
      continue
    }
    const words = wordsOf(table, name)
    const unknown = words.find((word) => !classes.includes(word))
    if (unknown !== undefined) {
      fail('target-missing', { stage: 'residualize', target: name, value: unknown, classes })
    }
    for (const one of classes.slice(1)) columns.push(words.map((word) => (word === one ? 1 : 0)))
  }
  const out = new Float64Array(table.rows * columns.length)
  for (let i = 0; i < out.length; i++) {
    out[i] = columns[i % columns.length][Math.floor(i / columns.length)]
  }
  return out
}
