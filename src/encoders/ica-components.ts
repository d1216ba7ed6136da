import * as z from 'zod'
import { defineStage } from '../stage.ts'
import { makeFeatures } from '../tables/features.ts'
import { repeatKeys, segmentsOf } from '../tables/signals.ts'
import { f64Of, type Table } from '../tables/table.ts'
import { loadModelCard, modelKey } from './card.ts'
import { componentCorrelations, correlateSchema, othersOf } from './component-correlations.ts'
import { classesOf, componentLabels } from './component-labels.ts'
import { type Decomposed, decompose, decomposeShape } from './decompose.ts'
import type { Device } from './device.ts'
import { withConvergence } from './ica.ts'
import { labelIssues, labelModel } from './label-options.ts'

const options = z.strictObject({
  ...decomposeShape,
  labels: z
    .strictObject({ model: labelModel.default('iclabel') })
    .optional()
    .meta({ description: 'a model that labels components, for instance iclabel' }),
  correlate: correlateSchema.optional(),
})

type Chosen = z.output<typeof options>

/**
 * Describes the independent components of a recording without removing any: a row a component (its
 * number in the column `window`), with its share of the variance, the probabilities of the classes
 * of a model, the magnitudes of its correlations with channels, and the map that it makes.
 *
 * @throws {NeurarrowError} the codes of `decompose`, `componentLabels` and `componentCorrelations`
 */
export const icaComponents = defineStage({
  use: 'icaComponents',
  title: 'Describe independent components: variance, labels, correlations, maps',
  reads: ['signals'],
  writes: 'features',
  scope: 'recording',
  version: 4,
  options,
  cites: ['doi:10.1109/TSP.2018.2844203', 'doi:10.1016/j.neuroimage.2019.05.026'],
  content: ({ labels }) => labels && modelKey(labels.model),
  models: ({ labels }) => (labels ? [labels.model] : []),
  shape(input, chosen) {
    const issues = labelIssues(input, chosen, othersOf(chosen.correlate))
    return { kind: 'features', ...(issues.length > 0 ? { issues } : {}) }
  },
  async run(table, chosen, { seed, encoder = {} }) {
    const signals = table as Table<'signals'>
    const { unit: _, ...meta } = signals.meta
    const others = othersOf(chosen.correlate)
    const parts = decompose(signals, chosen, { stage: 'icaComponents', seed, others })
    if (parts === undefined) return rowsOf(signals, [], meta)
    const columns = [...(await described(parts, chosen, encoder.device)), ...maps(parts)]
    const names = JSON.stringify(columns.map(({ name }) => name))
    const rows = Array.from(parts.found.shares, (_share, k) => columns.map((c) => c.values[k]))
    return withConvergence(rowsOf(signals, rows, { ...meta, names }), parts)
  },
})

interface Column {
  readonly name: string
  readonly values: ArrayLike<number>
}

async function described(parts: Decomposed, chosen: Chosen, device?: Device): Promise<Column[]> {
  const { labels, correlate } = chosen
  const share: Column = { name: 'share', values: parts.found.shares }
  const correlations = componentCorrelations(parts, correlate).map(({ channel, values }) => {
    return { name: `correlation ${channel}`, values }
  })
  if (labels === undefined) return [share, ...correlations]
  const classes = classesOf(loadModelCard(labels.model))
  const found = await componentLabels(labels.model, parts, device)
  const probabilities = classes.map((name, c) => ({
    name,
    values: found.filter((_, i) => i % classes.length === c),
  }))
  return [share, ...probabilities, ...correlations]
}

function maps({ channels, found }: Decomposed): Column[] {
  const count = found.shares.length
  return channels.map((channel, c) => {
    return { name: `map ${channel}`, values: found.mixing.subarray(c * count, (c + 1) * count) }
  })
}

function rowsOf(
  table: Table<'signals'>,
  rows: readonly (readonly number[])[],
  meta: Record<string, string>,
): Table<'features'> {
  const startS = f64Of(table, 'startS').slice(0, 1)
  const ends = segmentsOf(table).map((s) => s.startS + s.samples / s.rateHz)
  const endS = Math.max(...ends)
  const keys = repeatKeys(table, Array(rows.length).fill(0))
  const spans = {
    window: Int32Array.from(rows, (_, k) => k),
    startS: new Float64Array(rows.length).fill(startS[0]),
    endS: new Float64Array(rows.length).fill(endS),
  }
  return makeFeatures(keys, spans, Float32Array.from(rows.flat()), meta)
}
