import * as z from 'zod'
import { fail } from '../../errors.ts'
import { idUsage } from '../../kernels/id-scores.ts'
import { reconstructionErrors } from '../../kernels/reconstruction-errors.ts'
import { countIds } from '../../kernels/vocabulary.ts'
import { defineStage } from '../../stage.ts'
import { makeFeatures } from '../../tables/features.ts'
import { intListsOf } from '../../tables/int-lists.ts'
import { takeRows } from '../../tables/rows.ts'
import { repeatKeys } from '../../tables/signals.ts'
import { codesOf, f64Of, hasColumn, i32Of, listsOf, type Table } from '../../tables/table.ts'
import { axesOf, type TokenAxes, tokenCodesOf, tokenMaskOf } from '../../tables/tokens.ts'

const measures = [
  'explained',
  'meanSquare',
  'meanAbsolute',
  'smoothL1',
  'perplexity',
  'usage',
  'idAccuracy',
] as const
type Measure = (typeof measures)[number]

const options = z.strictObject({
  measures: z
    .array(z.enum(measures))
    .min(1)
    .optional()
    .meta({
      description:
        'explained (percent of variance), meanSquare, meanAbsolute, smoothL1: block against ' +
        '`original`; perplexity, usage (share of ids that occur): of ids; idAccuracy: ids ' +
        'against `originalCodes`. All that the columns allow when not given',
    }),
  over: z.enum(['window', 'recording']).default('window').meta({
    description: 'what gives a row',
  }),
})

/** The column that a measure needs beside the block. */
const neededBy: Readonly<Record<Measure, string>> = {
  explained: 'original',
  meanSquare: 'original',
  meanAbsolute: 'original',
  smoothL1: 'original',
  perplexity: 'codes',
  usage: 'codes',
  idAccuracy: 'originalCodes',
}

/**
 * Says how good tokens are: how much of the original they keep, how evenly ids are used, how many
 * hidden ids are right.
 *
 * Where tokens have a mask, only hidden tokens are compared; else all that are no padding. Ids are
 * counted where they are no padding; of several codebooks the mean is given. A block with NaN has
 * NaN measures, as have measures of nothing.
 *
 * @throws {NeurarrowError} `column-missing` when a measure needs a column that is not there
 */
export const tokenReport = defineStage({
  use: 'tokenReport',
  title: 'Measure what tokens keep and how ids are used',
  reads: ['tokens'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options,
  shape: () => ({ kind: 'features' }),
  contextS: ({ over }) => (over === 'window' ? 0 : Number.POSITIVE_INFINITY),
  run(input, { measures: asked, over }) {
    const table = input as Table<'tokens'>
    const wanted = asked ?? measures.filter((measure) => hasColumn(table, neededBy[measure]))
    const missing = wanted.filter((measure) => !hasColumn(table, neededBy[measure]))
    if (missing.length > 0 || wanted.length === 0) {
      fail('column-missing', { stage: 'tokenReport', measures: missing, needed: neededBy })
    }
    const groups = over === 'window' ? eachRow(table) : eachRecording(table)
    const values = new Float32Array(groups.length * wanted.length)
    groups.forEach((rows, g) => {
      const found = measure(rows.length === table.rows ? table : takeRows(table, rows), wanted)
      values.set(found, g * wanted.length)
    })
    const { labels = '[]', notes } = table.meta
    const meta = { labels, names: JSON.stringify(wanted), ...(notes ? { notes } : {}) }
    const firsts = groups.map(([first]) => first)
    return makeFeatures(repeatKeys(table, firsts), spansOf(table, groups), values, meta)
  },
})

const eachRow = (table: Table) => Array.from({ length: table.rows }, (_, r) => [r])

function eachRecording(table: Table): number[][] {
  const { codes } = codesOf(table, 'recording')
  const groups = new Map<number, number[]>()
  codes.forEach((code, r) => {
    const rows = groups.get(code)
    if (rows) rows.push(r)
    else groups.set(code, [r])
  })
  return [...groups.values()]
}

function spansOf(table: Table, groups: readonly (readonly number[])[]) {
  const [window, startS, endS] = [
    i32Of(table, 'window'),
    f64Of(table, 'startS'),
    f64Of(table, 'endS'),
  ]
  return {
    window: Int32Array.from(groups, ([first]) => window[first]),
    startS: Float64Array.from(groups, (rows) => Math.min(...rows.map((r) => startS[r]))),
    endS: Float64Array.from(groups, (rows) => Math.max(...rows.map((r) => endS[r]))),
  }
}

function measure(table: Table<'tokens'>, wanted: readonly Measure[]): number[] {
  const errors = wanted.some((name) => neededBy[name] === 'original') ? errorsOf(table) : undefined
  const ids = wanted.some((name) => neededBy[name] === 'codes') ? usageOf(table) : undefined
  return wanted.map((name) => {
    if (name === 'idAccuracy') return accuracyOf(table)
    if (name === 'perplexity' || name === 'usage') return ids?.[name] ?? Number.NaN
    return errors?.[name] ?? Number.NaN
  })
}

function errorsOf(table: Table<'tokens'>) {
  const axes = axesOf(table)
  const { values: found } = listsOf(table, 'tokens')
  const counts = elementsOf(table, axes, found.length)
  const rows = axes.order === 'time' ? table.rows : table.rows * axes.channel
  return reconstructionErrors({ found, target: listsOf(table, 'original').values, counts, rows })
}

/** Elements that are compared: hidden ones where there is a mask, else all that are no padding. */
function elementsOf(table: Table<'tokens'>, { depth }: TokenAxes, length: number) {
  const flags = tokenMaskOf(table, 'mask') ?? tokenMaskOf(table, 'attnMask')
  if (flags === undefined || flags.length === length) return flags
  const out = new Uint8Array(length)
  for (let i = 0; i < flags.length; i++) if (flags[i]) out.fill(1, i * depth, (i + 1) * depth)
  return out
}

function usageOf(table: Table<'tokens'>) {
  const { values, levels, size, apart } = tokenCodesOf(table)
  const real = tokenMaskOf(table, 'attnMask')
  const ids = real ? values.map((id, i) => (real[Math.floor(i / levels)] ? id : -1)) : values
  const books = apart ? levels : 1
  const counts = countIds(ids, books, size)
  const parts = Array.from({ length: books }, (_, q) =>
    idUsage(counts.subarray(q * size, (q + 1) * size)),
  )
  const mean = (of: 'perplexity' | 'usage') =>
    parts.reduce((sum, part) => sum + part[of], 0) / books
  return { perplexity: mean('perplexity'), usage: mean('usage') }
}

function accuracyOf(table: Table<'tokens'>): number {
  const { values, levels } = tokenCodesOf(table)
  const { values: truth } = intListsOf(table, 'originalCodes')
  const flags = tokenMaskOf(table, 'mask')
  let [count, right] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const flag = flags?.[flags.length === values.length ? i : Math.floor(i / levels)] ?? 1
    if (!flag || truth[i] < 0) continue
    count++
    if (values[i] === truth[i]) right++
  }
  return right / count
}
