import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage } from '../../stage.ts'
import { labelNames } from '../../tables/keys.ts'
import { reservedColumns } from '../../tables/kind.ts'
import { labelWords, namedVectors } from '../../tables/named-vectors.ts'
import { columnsOf, lists, makeTable, type Table } from '../../tables/table.ts'

const name = z.string().regex(/^[A-Za-z]\w*$/, 'a name has letters, digits and underscores')

/**
 * Gives each row the vector of a label, from a file of the data set: the embedding of the stimulus
 * that was seen or heard. The vectors become a label column, so that `evaluate` can name them as
 * target; the features stay as they are.
 *
 * @throws {NeurarrowError} `target-missing` when the rows lack the label or the file one of its
 *   values
 */
export const vectors = defineStage({
  use: 'vectors',
  title: 'Give each row the vector of its label, from a file of the data set',
  reads: ['features'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    table: z
      .string()
      .min(1)
      .meta({
        description:
          'path in the data set of a .tsv or .csv file (names, then numbers) or an .arrow file ' +
          '(id, features)',
      }),
    by: name.meta({ description: 'label column whose values are the names in the file' }),
    as: name.default('vector').meta({ description: 'name of the new label column' }),
  }),
  needs: ({ table }) => ({ vectors: { table: 'vectors', path: table } }),
  run(input, { by, as }, { tables }) {
    if (reservedColumns.includes(as)) fail('stage-options', { stage: 'vectors', option: 'as', as })
    const from = tables.vectors as Table<'features'>
    const { values, size } = namedVectors(from, labelWords(input, by), by)
    const labels = [...labelNames(input).filter((label) => label !== as), as]
    const { features, [as]: _, ...columns } = columnsOf(input)
    const all = { ...columns, [as]: lists(values, size), features }
    return makeTable('features', all, { ...input.meta, labels: JSON.stringify(labels) })
  },
})
