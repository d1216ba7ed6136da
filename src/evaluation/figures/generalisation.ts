import * as z from 'zod'
import { blockMeans } from '../../kernels/block-means.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { makeFigure } from '../../tables/figure.ts'
import { concatTables } from '../../tables/rows.ts'
import { withSamples } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'
import type { Branch } from '../branch.ts'
import { classCurves } from '../class-summary.ts'
import { defineFigure, needsEvaluation, nothing } from '../figure.ts'
import { proveDisjoint } from '../firewall.ts'
import { groupsOf, rowKeys, rowsByCode } from '../group.ts'
import { metrics } from '../metrics.ts'
import { positiveCode } from '../predictions.ts'
import { apartOf, makeFolds, splitRows } from '../split.ts'
import { targetOf } from '../target.ts'
import { timesOf } from './block-times.ts'
import { type OverTime, scoresOverTime, type TimeFold } from './scores-over-time.ts'

const useOf = z.enum(metrics.filter((one) => one.for === 'classes').map(({ use }) => use))

/**
 * Temporal generalisation: the head of the pipeline, fitted on the channels at one time of the
 * training windows, scored at every time of the test windows. Folds are those of the run; the
 * score is the mean over tested groups. The diagonal is decoding over time.
 *
 * Stages behind the windows play no part. Channels have the mean and deviation of the training
 * rows at the training time taken out, unless `standardize` is off.
 *
 * @see mne.decoding.GeneralizingEstimator; King & Dehaene (2014), Trends Cogn. Sci.
 *   18(4):203-210, doi:10.1016/j.tics.2014.01.002
 */
export const generalisation = defineFigure({
  use: 'generalisation',
  title: 'Generalisation over time',
  version: 1,
  cites: ['doi:10.1016/j.tics.2014.01.002'],
  options: z.strictObject({
    stepS: z
      .number()
      .positive()
      .default(0.1)
      .meta({ unit: 's', description: 'samples are averaged over steps of this length' }),
    metric: useOf.default('auroc').meta({ description: 'what is scored for each group' }),
    standardize: z
      .boolean()
      .default(true)
      .meta({ description: 'bring channels to one scale on the training rows' }),
  }),
  of: 'windows',
  part(windows, { stepS }, context) {
    const segments = alikeWindows(windows, 'generalisation')
    const [first] = segments
    if (first === undefined) return windows
    const { block } = timesOf(first, context, stepS * first.rateHz)
    const blocks = segments.map(({ values, samples }) =>
      Float32Array.from(blockMeans(values, samples, block)),
    )
    return withSamples(windows, blocks, first.rateHz / block)
  },
  draw(parts, { metric: use, standardize }, context, branch) {
    if (branch === undefined) return nothing(needsEvaluation)
    if (branch.head.head.reads !== 'features') return nothing('the head reads no features')
    const filled = parts.filter(({ rows }) => rows > 0) as Table<'windows'>[]
    if (filled.length === 0) return nothing('there are no windows')
    const windows = concatTables(filled)
    const segments = alikeWindows(windows, 'generalisation')
    const [{ channels, samples, rateHz }] = segments
    const rows = windowFeatures(windows, segments, joined(segments), { names: [] })
    const { classes, y } = targetOf(rows, context.target)
    if (classes.length < 2) return nothing('the target has no classes')
    const metric = metrics.find((one) => one.use === use) ?? metrics[0]
    const positive = positiveCode(classes, context.positive)
    const x = { values: joined(segments), channels: channels.length, samples }
    const scores = scoresOverTime(x, foldsOf(rows, branch), {
      ...{ branch, standardize, y, classes: classes.length, positive, metric },
    })
    const from = (context.windowFromS ?? 0) + 0.5 / rateHz
    const times = Array.from({ length: samples }, (_, t) => rounded(from + t / rateHz))
    return made(scores, times, { metric: metric.use, chance: metric.chanceOf?.(classes.length) })
  },
})

const rounded = (value: number) => Math.round(value * 1e6) / 1e6

function joined(segments: readonly { readonly values: Float32Array }[]): Float32Array {
  const size = segments[0].values.length
  const out = new Float32Array(segments.length * size)
  segments.forEach(({ values }, r) => {
    out.set(values, r * size)
  })
  return out
}

/** The run's folds, with the rows of each tested group. */
function foldsOf(rows: Table, { split, unit, target }: Branch): TimeFold[] {
  const { keys, facts } = splitRows(rows, split, target)
  const { codes, names } = groupsOf(rowKeys(rows, [unit]), unit)
  return makeFolds(keys, split, facts).map((sides) => {
    proveDisjoint(rows, sides, apartOf(split), {})
    const { fold, trainRows, testRows } = sides
    const own = rowsByCode(
      Int32Array.from(testRows, (row) => codes[row]),
      names.length,
    )
    const groups = own.filter(({ length }) => length > 0)
    return { fold, trainRows, testRows, groups, trainGroups: trainRows.map((row) => codes[row]) }
  })
}

function made(
  { perGroup, times: count }: OverTime,
  times: readonly number[],
  facts: { metric: string; chance?: number },
) {
  const sums = perGroup.map((sum, g) => ({ group: String(g), name: 'all', count: 1, sum }))
  const [mean] = classCurves(sums)
  const matrix = times.map((time, t) => ({
    panel: 'matrix',
    series: String(time),
    values: mean.values.slice(t * count, (t + 1) * count),
    groups: mean.groups,
  }))
  const pick = (all: Float32Array) => all.filter((_, i) => i % (count + 1) === 0)
  const band = { low: pick(mean.low), high: pick(mean.high), groups: mean.groups }
  const diagonal = { panel: 'diagonal', series: facts.metric, values: pick(mean.values), ...band }
  return makeFigure({ series: [...matrix, diagonal], facts: { x: times, ...facts } })
}
