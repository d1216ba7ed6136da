import * as z from 'zod'
import { fail } from '../../errors.ts'
import { byFrequency, countIds, type Vocabulary } from '../../kernels/vocabulary.ts'
import { defineFitStage, type FitStage } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { axesOf, type CodeAxes, tokenCodesOf, withTokens } from '../../tables/tokens.ts'

const options = z.strictObject({
  over: z
    .enum(['recording', 'training'])
    .default('training')
    .meta({ description: 'in what ids are counted' }),
  least: z.int().min(1).default(1).meta({
    unit: '1',
    description: 'how often an id must occur to be kept',
  }),
})
type Fitted = { readonly vocabularies: readonly Vocabulary[] }

/**
 * Numbers ids anew by falling frequency from 1 on, and drops those that do not occur: 0 stands for
 * them, and for -1 (NaN).
 *
 * Levels that have a codebook each are numbered each by itself; the vocabulary is as large as that
 * of the largest. The block stays.
 *
 * @throws {NeurarrowError} `column-missing` when tokens have no ids, `length-mismatch` when they
 *   have other levels than those that were counted
 */
export const vocabulary: FitStage<typeof options, Fitted> = defineFitStage({
  use: 'vocabulary',
  title: 'Number ids anew, the frequent ones first',
  reads: ['tokens'],
  writes: 'tokens',
  scope: 'fold',
  scopeOf: ({ over }) => (over === 'training' ? 'fold' : 'recording'),
  version: 1,
  options,
  shape(input) {
    const { codes, ...rest } = input.tokens ?? {}
    const tokens = codes ? { ...rest, codes: { levels: codes.levels } } : rest
    const isMissing = input.tokens?.depth !== undefined && codes === undefined
    const message = 'these tokens have no ids; muLaw, quantile or codebook give them'
    return { ...input, tokens, issues: isMissing ? [{ path: [], message }] : [] }
  },
  contextS: () => Number.POSITIVE_INFINITY,
  fit(train, { least }): Fitted {
    const { values, size, ...axes } = tokenCodesOf(train as Table<'tokens'>)
    const books = booksOf(axes)
    const counts = countIds(values, books, size)
    const parts = Array.from({ length: books }, (_, q) =>
      byFrequency(counts.subarray(q * size, (q + 1) * size), least),
    )
    return { vocabularies: parts }
  },
  apply(input, { vocabularies }) {
    const table = input as Table<'tokens'>
    const { values, size, ...axes } = tokenCodesOf(table)
    const books = booksOf(axes)
    const found = vocabularies[0]?.idOf.length
    if (books !== vocabularies.length || size !== found) {
      fail('length-mismatch', { stage: 'vocabulary', books, size, fitted: vocabularies.length })
    }
    const codes = new Int32Array(values.length)
    for (let i = 0; i < values.length; i++) {
      const id = values[i]
      codes[i] = id < 0 ? 0 : vocabularies[i % books].idOf[id]
    }
    const largest = Math.max(...vocabularies.map((each) => each.size))
    const whole = axesOf(table)
    return withTokens(table, { codes, axes: { ...whole, codes: { ...axes, size: largest } } })
  },
  describe: ({ vocabularies }) => ({ ids: Math.max(...vocabularies.map(({ size }) => size)) }),
})

/** How many codebooks there are: all levels share one where they have none of their own. */
const booksOf = ({ levels, apart }: Omit<CodeAxes, 'size'>) => (apart ? levels : 1)
