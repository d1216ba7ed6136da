import * as z from 'zod'
import { fail } from '../../errors.ts'
import { blockMeans } from '../../kernels/block-means.ts'
import { butterworth } from '../../kernels/butterworth.ts'
import { sosFilterBothWays, sosPadding } from '../../kernels/sos-filter.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { makeFigure } from '../../tables/figure.ts'
import type { ClassSum } from '../class-summary.ts'
import { classSums, differing, joinedSums } from '../class-sums.ts'
import { defineFigure, nothing } from '../figure.ts'
import { timesOf } from './block-times.ts'
import { channelSeries, shownChannels } from './channel-series.ts'

/**
 * How the power of a band changes along windows: event-related desynchronisation (below 0) and
 * synchronisation, in percent of the power in a reference interval.
 *
 * Windows are filtered forwards and backwards (Butterworth, order 4), squared and averaged over the
 * windows of a class; the change is taken for each group, then averaged over groups. What lies
 * nearer to an end of the window than 1.5 / (width of the band) is left out: there the filter knows
 * one side only.
 *
 * @see Pfurtscheller & Lopes da Silva (1999), Clin. Neurophysiol. 110(11):1842-1857,
 *   doi:10.1016/S1388-2457(99)00141-8
 */
export const desynchronisation = defineFigure({
  use: 'desynchronisation',
  title: 'Change of band power along windows',
  version: 1,
  cites: ['doi:10.1016/S1388-2457(99)00141-8'],
  options: z.strictObject({
    bandHz: z
      .tuple([z.number().positive(), z.number().positive()])
      .default([8, 12])
      .meta({ unit: 'Hz', description: 'the band, from and to' }),
    referenceS: z
      .tuple([z.number(), z.number()])
      .optional()
      .meta({ unit: 's', description: 'interval of the reference; the first eighth by default' }),
    smoothS: z
      .number()
      .positive()
      .default(0.125)
      .meta({ unit: 's', description: 'power is averaged over pieces of this length' }),
    channels: shownChannels,
  }),
  of: 'windows',
  part(windows, { bandHz, smoothS }, context) {
    const segments = alikeWindows(windows, 'desynchronisation')
    const [first] = segments
    if (first === undefined) return nothing('no windows')
    const { channels, rateHz } = first
    if (bandHz[0] >= bandHz[1] || bandHz[1] >= rateHz / 2) {
      fail('stage-options', { figure: 'desynchronisation', bandHz, rateHz })
    }
    const sections = butterworth(
      4,
      [(2 * bandHz[0]) / rateHz, (2 * bandHz[1]) / rateHz],
      'bandpass',
    )
    if (first.samples <= sosPadding(sections)) {
      const needed = sosPadding(sections) + 1
      fail('signal-too-short', { figure: 'desynchronisation', samples: first.samples, needed })
    }
    const { x, block } = timesOf(first, context, smoothS * rateHz)
    const [from, to] = innerPoints(x, 1.5 / (bandHz[1] - bandHz[0]))
    if (from >= to) return nothing('windows are too short for so narrow a band')
    const vectorOf = ({ values, samples }: (typeof segments)[number]) => {
      const filtered = sosFilterBothWays(values, channels.length, sections)
      const powers = filtered.map((v) => v * v)
      return blockMeans(powers, samples, block).filter((_, i) => {
        const at = i % x.length
        return at >= from && at < to
      })
    }
    const facts = { channels, x: x.slice(from, to) }
    return classSums(windows, { segments, vectorOf, facts }, context)
  },
  draw(parts, { channels: wanted, referenceS, bandHz }) {
    const joined = joinedSums(parts)
    if (joined === undefined) return nothing(differing)
    const x = joined.facts.x as number[]
    const reference = referenceS ?? [x[0], x[0] + (x[x.length - 1] - x[0]) / 8]
    const inside = x.map((t) => t >= reference[0] && t <= reference[1])
    if (!inside.includes(true)) return nothing(`no time of the windows lies in ${reference} s`)
    const sums = joined.sums.map((sum) => changeOf(sum, inside))
    const { series, channels } = channelSeries({ ...joined, sums }, wanted)
    const facts = { ...joined.facts, channels, bandHz, referenceS: reference, unit: '%' }
    return makeFigure({ series, facts })
  },
})

/** The points [from, to) that lie at least `marginS` from both ends of a window. */
function innerPoints(x: readonly number[], marginS: number): [number, number] {
  const inside = x.map((t) => t - x[0] >= marginS - 1e-9 && x[x.length - 1] - t >= marginS - 1e-9)
  return [Math.max(0, inside.indexOf(true)), inside.lastIndexOf(true) + 1]
}

/** Change of power in percent of the mean over the reference, one vector for a group and class. */
function changeOf({ group, name, sum }: ClassSum, inside: readonly boolean[]): ClassSum {
  const points = inside.length
  const count = inside.filter(Boolean).length
  const means = new Float64Array(sum.length / points)
  sum.forEach((value, i) => {
    if (inside[i % points]) means[Math.floor(i / points)] += value / count
  })
  const change = sum.map((value, i) => 100 * (value / means[Math.floor(i / points)] - 1))
  return { group, name, count: 1, sum: change }
}
