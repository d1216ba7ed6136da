import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type Codebook, nearestCodes } from '../../kernels/nearest-codes.ts'
import { defineStage, type Need } from '../../stage.ts'
import { listsOf, type Table } from '../../tables/table.ts'
import { axesOf, withTokens } from '../../tables/tokens.ts'

const options = z.strictObject({
  file: z
    .string()
    .min(1)
    .meta({
      description:
        'codes, a .npy of the data set of shape [codes, depth] or [levels, codes, depth], or a ' +
        '.tsv or .csv with a row a code',
    }),
  metric: z.enum(['euclidean', 'cosine']).default('euclidean').meta({
    description: 'how near is measured; cosine: tokens and codes are brought to length 1 first',
  }),
  levels: z.int().min(1).optional().meta({
    unit: '1',
    description: 'how many levels are used, from the first on; all when not given',
  }),
  keepOriginal: z.boolean().default(false).meta({
    description: 'keep the tokens in the column `original`, so that the loss can be measured',
  }),
})

/**
 * Gives each token the id of the nearest code; with several levels, what a code leaves of it gets
 * an id of the next level (residual quantisation).
 *
 * Ids are the column `codes`; the block becomes the codes, or their sum. A token with a value that
 * is not finite has the id -1 and becomes NaN. The file is part of the content key by its bytes.
 *
 * @throws {NeurarrowError} `length-mismatch` when codes and tokens differ in depth, `non-finite`
 *   for a code that is not, `stage-options` for levels that there are not
 */
export const codebook = defineStage({
  use: 'codebook',
  title: 'Ids of tokens from a codebook',
  reads: ['tokens'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  cites: ['arXiv:1711.00937', 'arXiv:2107.03312'],
  options: options.check(({ value, issues }) => {
    if (value.metric !== 'cosine' || (value.levels ?? 1) === 1) return
    const message = 'cosine goes with one level'
    issues.push({ code: 'custom', message, path: ['levels'], input: value })
  }),
  needs: ({ file }): Readonly<Record<string, Need>> => ({
    codes: { table: 'numbers', path: file },
  }),
  shape: (input, { levels }) => ({ ...input, tokens: { ...input.tokens, codes: { levels } } }),
  contextS: () => 0,
  run(input, { file, metric, levels, keepOriginal }, { tables }) {
    const table = input as Table<'tokens'>
    const axes = axesOf(table)
    const book = bookOf(tables.codes as Table<'features'>, file)
    const [all, count, depth] = book.shape
    const facts = { stage: 'codebook', file }
    if (depth !== axes.depth) fail('length-mismatch', { ...facts, depth, tokens: axes.depth })
    const used = levels ?? all
    if (used > all || (metric === 'cosine' && used > 1)) {
      fail('stage-options', { ...facts, option: 'levels', value: used, most: all, metric })
    }
    const { values } = listsOf(table, 'tokens')
    const part = book.codes.subarray(0, used * count * depth)
    const found = nearestCodes(values, { codes: part, shape: [used, count, depth] }, metric)
    const apart = used > 1 ? { apart: true } : {}
    return withTokens(table, {
      values: found.values,
      axes: { ...axes, codes: { levels: used, size: count, ...apart } },
      codes: found.ids,
      ...(keepOriginal ? { original: values } : {}),
    })
  },
})

function bookOf(table: Table<'features'> | undefined, file: string): Codebook {
  if (table === undefined) return fail('internal', { stage: 'codebook', missing: file })
  const { values, size: depth } = listsOf(table, 'features')
  const shape = JSON.parse(table.meta.shape ?? '[]') as number[]
  const levels = shape.length === 3 ? shape[0] : 1
  if (shape.length > 3) fail('stage-options', { stage: 'codebook', file, shape })
  if (!values.every((value) => Number.isFinite(value))) {
    fail('non-finite', { stage: 'codebook', file })
  }
  return { codes: values, shape: [levels, table.rows / levels, depth] }
}
