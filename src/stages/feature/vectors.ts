import * as z from 'zod'
import { fail } from '../../errors.ts'
import { unset32 } from '../../kernels/recycling.ts'
import { defineStage } from '../../stage.ts'
import { labelNames } from '../../tables/keys.ts'
import { reservedColumns } from '../../tables/kind.ts'
import {
  columnsOf,
  columnType,
  hasColumn,
  lists,
  listsOf,
  makeTable,
  type Table,
  wordsOf,
} from '../../tables/table.ts'

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
    if (!hasColumn(input, by) || columnType(input, by) !== 'text') {
      fail('target-missing', { target: by, columns: labelNames(input) })
    }
    const from = tables.vectors as Table<'features'>
    const { values, size } = listsOf(from, 'features')
    const place = new Map(wordsOf(from, 'id').map((id, r) => [id, r]))
    const own = unset32(input.rows * size)
    for (const [r, word] of wordsOf(input, by).entries()) {
      const at = place.get(word) ?? fail('target-missing', { target: by, value: word })
      own.set(values.subarray(at * size, (at + 1) * size), r * size)
    }
    const labels = [...labelNames(input).filter((label) => label !== as), as]
    const { features, [as]: _, ...columns } = columnsOf(input)
    const all = { ...columns, [as]: lists(own, size), features }
    return makeTable('features', all, { ...input.meta, labels: JSON.stringify(labels) })
  },
})
