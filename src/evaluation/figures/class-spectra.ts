import * as z from 'zod'
import { fail } from '../../errors.ts'
import { welch } from '../../kernels/welch.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { makeFigure } from '../../tables/figure.ts'
import { classSums, differing, joinedSums } from '../class-sums.ts'
import { defineFigure, nothing } from '../figure.ts'
import { channelSeries, shownChannels } from './channel-series.ts'

/**
 * Power spectra of each class and channel in dB, by Welch's method on each window: means over the
 * windows of a group, then over groups with their 95 % interval.
 *
 * @see scipy.signal.welch
 */
export const classSpectra = defineFigure({
  use: 'classSpectra',
  title: 'Spectra of each class',
  version: 1,
  cites: ['doi:10.1109/TAU.1967.1161901'],
  options: z.strictObject({
    segmentS: z.number().positive().default(2).meta({
      unit: 's',
      description: 'length of the segments whose spectra are averaged; that of short windows',
    }),
    maxHz: z
      .number()
      .positive()
      .default(45)
      .meta({ unit: 'Hz', description: 'highest frequency that is drawn' }),
    channels: shownChannels,
  }),
  of: 'windows',
  part(windows, { segmentS, maxHz }, context) {
    const segments = alikeWindows(windows, 'classSpectra')
    const [first] = segments
    if (first === undefined) return nothing('no windows')
    const { channels, rateHz, samples } = first
    const segment = Math.min(samples, 2 * Math.round((segmentS * rateHz) / 2))
    if (segment < 4) fail('signal-too-short', { figure: 'classSpectra', samples, needed: 4 })
    const bins = Math.min(Math.floor(segment / 2), Math.floor((maxHz * segment) / rateHz + 1e-9))
    const hz = Array.from({ length: bins }, (_, k) => ((k + 1) * rateHz) / segment)
    const how = { rateHz, segment, shared: Math.floor(segment / 2) }
    const width = Math.floor(segment / 2) + 1
    const vectorOf = ({ values }: (typeof segments)[number]) => {
      const density = welch(values, channels.length, how)
      return Float64Array.from({ length: channels.length * bins }, (_, i) => {
        const at = Math.floor(i / bins) * width + 1 + (i % bins)
        return 10 * Math.log10(Math.max(density[at], Number.MIN_VALUE))
      })
    }
    const { unit = 'uV' } = windows.meta
    return classSums(windows, { segments, vectorOf, facts: { channels, x: hz, unit } }, context)
  },
  draw(parts, { channels: wanted }) {
    const joined = joinedSums(parts)
    if (joined === undefined) return nothing(differing)
    const { series, channels } = channelSeries(joined, wanted)
    return makeFigure({ series, facts: { ...joined.facts, channels } })
  },
})
