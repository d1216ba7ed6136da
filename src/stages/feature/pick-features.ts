import * as z from 'zod'
import { fail } from '../../errors.ts'
import { didYouMean } from '../../kernels/nearest-name.ts'
import { defineFitStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Keeps the features whose names are asked for, in the order of the table; `*` stands for any text.
 *
 * It belongs to the fold, so that `select` can choose between sets of features on training rows.
 *
 * @throws {NeurarrowError} `column-missing` when a pattern fits no feature or features have no
 *   names, `length-mismatch` when rows have another width than those of training
 */
export const pickFeatures = defineFitStage({
  use: 'pickFeatures',
  title: 'Keep some of the features by their names',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  version: 1,
  options: z.strictObject({
    features: z
      .array(z.string().min(1))
      .min(1)
      .meta({ description: 'names of features; * stands for any text' }),
  }),
  fit(train, { features }): Fitted {
    const table = train as Table<'features'>
    const names = table.meta.names === undefined ? [] : (JSON.parse(table.meta.names) as string[])
    const kept = new Set<number>()
    for (const pattern of features) {
      const fits = matcherOf(pattern)
      const found = names.flatMap((name, d) => (fits(name) ? [d] : []))
      for (const d of found) kept.add(d)
      if (found.length > 0) continue
      const remedy = didYouMean(pattern, names).slice(2) || undefined
      fail('column-missing', { stage: 'pickFeatures', feature: pattern, of: names.length, remedy })
    }
    const columns = Int32Array.from(kept).sort()
    return { columns, of: names.length, names: Array.from(columns, (d) => names[d]) }
  },
  apply(input, { columns, of, names }) {
    const table = input as Table<'features'>
    const meta = { names: JSON.stringify(names) }
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    const { values, rows, cols } = matrixOf(table)
    if (cols !== of) fail('length-mismatch', { stage: 'pickFeatures', expected: of, found: cols })
    const out = new Float32Array(rows * columns.length)
    for (let r = 0; r < rows; r++) {
      for (let d = 0; d < columns.length; d++) {
        out[r * columns.length + d] = values[r * cols + columns[d]]
      }
    }
    return withFeatures(table, out, meta)
  },
  describe: ({ columns, of }) => ({ kept: columns.length, of }),
})

interface Fitted {
  readonly columns: Int32Array
  /** How many features there were. */
  readonly of: number
  readonly names: readonly string[]
}

function matcherOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`, 's')
  return (name) => expression.test(name)
}
