import * as z from 'zod'
import { fail } from '../../errors.ts'
import { binMiddles, digitize, quantileEdges } from '../../kernels/digitize.ts'
import { defineFitStage, type FitStage } from '../../stage.ts'
import { listsOf, type Table } from '../../tables/table.ts'
import { axesOf, withTokens } from '../../tables/tokens.ts'
import { elementShape, elementTokens } from './element-tokens.ts'

const options = z.strictObject({
  levels: z.int().min(3).default(128).meta({ unit: '1', description: 'how many ids there are' }),
  over: z
    .enum(['recording', 'training'])
    .default('training')
    .meta({ description: 'from what the edges are found, all channels together' }),
  edges: z.array(z.number()).min(2).optional().meta({
    unit: 'the unit of the samples',
    description: 'edges of the bins, ascending; then there is one id more than edges',
  }),
  keepOriginal: z.boolean().default(false).meta({
    description: 'keep the samples in the column `original`, so that the loss can be measured',
  }),
})
type Options = z.output<typeof options>
type Fitted = { readonly edges: Float64Array }

const sizeOf = ({ edges, levels }: Options) => (edges ? edges.length + 1 : levels)

/**
 * Gives each sample the id of a bin; of bins that are found, all hold equally many numbers, and the
 * outermost ids are for the extremes.
 *
 * Ids (column `codes`) are those of every element of a token, and a window becomes one token a
 * sample. The block becomes the middles of the bins. Finite values alone count for the edges; NaN
 * has the id -1 and stays NaN. Standardize channels before.
 *
 * @throws {NeurarrowError} `length-mismatch` when windows differ, `non-finite` when no value to
 *   find edges from is finite
 * @see numpy.quantile with method='inverted_cdf', numpy.digitize
 */
export const quantile: FitStage<typeof options, Fitted> = defineFitStage({
  use: 'quantile',
  title: 'Ids of samples by bins that hold equally many',
  reads: ['windows', 'tokens'],
  writes: 'tokens',
  scope: 'fold',
  scopeOf: ({ over, edges }) => (over === 'training' && edges === undefined ? 'fold' : 'recording'),
  version: 1,
  options: options.check(({ value, issues }) => {
    const { edges = [] } = value
    if (edges.every((edge, i) => i === 0 || edge >= edges[i - 1])) return
    const message = 'edges do not ascend'
    issues.push({ code: 'custom', message, path: ['edges'], input: value })
  }),
  shape: (input, given) => elementShape(input, sizeOf(given)),
  contextS: ({ edges }) => (edges === undefined ? Number.POSITIVE_INFINITY : 0),
  fit(train, { edges, levels }): Fitted {
    if (edges !== undefined) return { edges: Float64Array.from(edges) }
    const { values } = listsOf(train, train.kind === 'windows' ? 'samples' : 'tokens')
    if (train.rows === 0) return { edges: new Float64Array(levels - 1) }
    const found = quantileEdges(values, levels)
    if (found.length === 0) fail('non-finite', { stage: 'quantile', values: values.length })
    return { edges: found }
  },
  apply(input, { edges }, given) {
    const table: Table<'tokens'> = elementTokens(input, 'quantile')
    const { values } = listsOf(table, 'tokens')
    const axes = axesOf(table)
    const codes = digitize(values, edges)
    return withTokens(table, {
      values: binMiddles(codes, edges),
      axes: { ...axes, codes: { levels: axes.depth, size: sizeOf(given) } },
      codes,
      ...(given.keepOriginal ? { original: values } : {}),
    })
  },
  describe: ({ edges }) => ({
    edges: edges.length,
    first: edges[0],
    last: edges[edges.length - 1],
  }),
})
