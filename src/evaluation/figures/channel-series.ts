import * as z from 'zod'
import { fail } from '../../errors.ts'
import type { FigureSeries } from '../../tables/figure.ts'
import { classCurves } from '../class-summary.ts'
import type { JoinedSums } from '../class-sums.ts'

/** More panels than this are no figure. */
const most = 20

/** The option that names the channels of a figure with a panel for each. */
export const shownChannels = z
  .array(z.string().min(1))
  .min(1)
  .optional()
  .meta({ description: `channels that are drawn; the first ${most} by default` })

/**
 * A series for each channel and class from sums over [C, N] points, channel after channel.
 *
 * @param wanted the channels that are drawn; the first 20 without it
 * @throws {NeurarrowError} `channel-missing` with the channels there are
 */
export function channelSeries({ sums, facts }: JoinedSums, wanted?: readonly string[]) {
  const known = facts.channels as readonly string[]
  const missing = wanted?.filter((name) => !known.includes(name)) ?? []
  if (missing.length > 0) fail('channel-missing', { missing, channels: known })
  const channels = wanted ?? known.slice(0, most)
  const points = (sums[0]?.sum.length ?? 0) / known.length
  const curves = classCurves(sums)
  const series = channels.flatMap((panel) => {
    const from = known.indexOf(panel) * points
    const cut = (values: Float32Array) => values.subarray(from, from + points)
    return curves.map(({ series: name, values, low, high, groups }): FigureSeries => {
      return { panel, series: name, values: cut(values), low: cut(low), high: cut(high), groups }
    })
  })
  return { series, channels }
}
