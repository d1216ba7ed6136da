import * as z from 'zod'
import { removeComponents } from '../kernels/remove-components.ts'
import { defineStage } from '../stage.ts'
import { joinedRows } from '../tables/joined-rows.ts'
import { withNote } from '../tables/note.ts'
import { withParts } from '../tables/one-rate.ts'
import type { Table } from '../tables/table.ts'
import { loadModelCard, modelKey } from './card.ts'
import { componentCorrelations, correlateSchema, othersOf } from './component-correlations.ts'
import { classesOf, componentLabels } from './component-labels.ts'
import { type Decomposed, decompose, decomposeShape } from './decompose.ts'
import type { Device } from './device.ts'
import { type ComponentFindings, drawComponents } from './draw-components.ts'
import { type LabelOptions, labelIssues, labelSchema } from './label-options.ts'

const options = z.strictObject({
  ...decomposeShape,
  labels: labelSchema.optional(),
  correlate: correlateSchema.optional(),
})

/**
 * Takes components out of a recording: those that a model labels as artefacts, and those that
 * follow a channel of the eyes or the heart. What components leave unexplained stays.
 *
 * A note says how many were removed and why, with what a picture of them needs, another one that
 * the decomposition did not converge.
 *
 * @throws {NeurarrowError} the codes of `decompose`, `componentLabels` and `componentCorrelations`
 * @see `mne.preprocessing.ICA`, `mne_icalabel.label_components`
 */
export const ica = defineStage({
  use: 'ica',
  title: 'Remove independent components that are artefacts',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 4,
  options: options.refine(({ labels, correlate }) => labels !== undefined || correlate, {
    error: 'one of labels and correlate is needed, or nothing would be removed',
  }),
  cites: [
    'doi:10.1109/TSP.2018.2844203',
    'doi:10.1162/089976699300016719',
    'doi:10.1016/j.neuroimage.2019.05.026',
  ],
  content: ({ labels }) => labels && modelKey(labels.model),
  models: ({ labels }) => (labels ? [labels.model] : []),
  shape(input, chosen) {
    return { ...input, issues: labelIssues(input, chosen, othersOf(chosen.correlate)) }
  },
  async run(table, chosen, { seed, encoder = {} }) {
    const signals = table as Table<'signals'>
    const { labels, correlate } = chosen
    const parts = decompose(signals, chosen, { stage: 'ica', seed, others: othersOf(correlate) })
    if (parts === undefined) return signals
    const known = labels && (await labelled(parts, labels, encoder.device))
    const reasons = [
      ...(known ? labelReasons(known, labels.reject) : []),
      ...componentCorrelations(parts, correlate).flatMap(({ channel, follows }) =>
        follows.map((k) => ({ k, why: `follows ${channel}` })),
      ),
    ]
    const removed = [...new Set(reasons.map(({ k }) => k))].sort((a, b) => a - b)
    const out = cleaned(signals, parts, removed)
    return withConvergence(
      withNote(out, {
        stage: 'ica',
        says: 'components were removed',
        removed: removed.length,
        of: parts.found.shares.length,
        because: reasons.map(({ k, why }) => `${k}: ${why}`),
        draws: JSON.stringify(drawComponents(parts, { labels: known, reasons })),
      }),
      parts,
    )
  },
})

/** The table with a note where the decomposition did not come to its end. */
export function withConvergence<T extends Table<'signals' | 'features'>>(
  table: T,
  { found }: Decomposed,
): Table<T['kind']> {
  if (found.converged) return table
  const says = 'the decomposition did not converge'
  return withNote(table, { stage: 'ica', says, steps: found.iterations })
}

async function labelled(parts: Decomposed, { model }: LabelOptions, device?: Device) {
  const classes = classesOf(loadModelCard(model))
  return { classes, probabilities: await componentLabels(model, parts, device) }
}

function labelReasons(
  { classes, probabilities }: NonNullable<ComponentFindings['labels']>,
  reject: LabelOptions['reject'],
) {
  return classes.flatMap((name, c) => {
    const least = reject[name]
    return Array.from({ length: probabilities.length / classes.length }).flatMap((_, k) => {
      const p = probabilities[k * classes.length + c]
      return least !== undefined && p >= least ? [{ k, why: `${name} (${p.toFixed(2)})` }] : []
    })
  })
}

function cleaned(
  table: Table<'signals'>,
  parts: Decomposed,
  removed: readonly number[],
): Table<'signals'> {
  if (removed.length === 0) return table
  const values = removeComponents(joinedRows(parts.parts), parts.found, removed)
  const total = values.length / parts.channels.length
  let from = 0
  const blocks = parts.parts.map(({ segment, rows }) => {
    const out = segment.values.slice()
    for (const [c, row] of rows.entries()) {
      const start = c * total + from
      out.set(values.subarray(start, start + segment.samples), row * segment.samples)
    }
    from += segment.samples
    return out
  })
  return withParts(table, parts.parts, blocks)
}
