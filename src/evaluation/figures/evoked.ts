import * as z from 'zod'
import { blockMeans } from '../../kernels/block-means.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { makeFigure } from '../../tables/figure.ts'
import { classSums, differing, joinedSums } from '../class-sums.ts'
import { defineFigure, nothing } from '../figure.ts'
import { timesOf } from './block-times.ts'
import { channelSeries, shownChannels } from './channel-series.ts'

/**
 * What is locked to the start of windows: the mean over the windows of each class, less its mean
 * over a baseline, then over groups with their 95 % interval.
 *
 * @see mne.Evoked, `mne.Epochs.average`
 */
export const evoked = defineFigure({
  use: 'evoked',
  title: 'Evoked responses of each class',
  version: 1,
  options: z.strictObject({
    baselineS: z
      .tuple([z.number(), z.number()])
      .optional()
      .meta({ unit: 's', description: 'from and to, on the time of the windows; else none' }),
    channels: shownChannels,
  }),
  of: 'windows',
  part(windows, { baselineS }, context) {
    const segments = alikeWindows(windows, 'evoked')
    const [first] = segments
    if (first === undefined) return nothing('no windows')
    const { channels } = first
    const { x, block } = timesOf(first, context)
    const inside = x.map((t) => baselineS !== undefined && t >= baselineS[0] && t < baselineS[1])
    const vectorOf = ({ values, samples }: (typeof segments)[number]) =>
      withoutBaseline(blockMeans(values, samples, block), inside)
    const { unit = 'uV' } = windows.meta
    return classSums(windows, { segments, vectorOf, facts: { channels, x, unit } }, context)
  },
  draw(parts, { channels: wanted, baselineS }) {
    const joined = joinedSums(parts)
    if (joined === undefined) return nothing(differing)
    const { series, channels } = channelSeries(joined, wanted)
    return makeFigure({ series, facts: { ...joined.facts, channels, baselineS } })
  },
})

/** Rows [C, N] less their means over the points that lie in the baseline. */
function withoutBaseline(rows: Float64Array, inside: readonly boolean[]): Float64Array {
  const points = inside.length
  const count = inside.filter(Boolean).length
  if (count === 0) return rows
  const means = new Float64Array(rows.length / points)
  rows.forEach((value, i) => {
    if (inside[i % points]) means[Math.floor(i / points)] += value / count
  })
  return rows.map((value, i) => value - means[Math.floor(i / points)])
}
