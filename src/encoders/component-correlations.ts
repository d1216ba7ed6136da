import * as z from 'zod'
import { fail } from '../errors.ts'
import { correlation } from '../kernels/correlation.ts'
import { firPassBand } from '../kernels/fir-design.ts'
import { firFilter } from '../kernels/fir-filter.ts'
import { iteratedOutliers } from '../kernels/iterated-outliers.ts'
import { sourceOf } from '../kernels/remove-components.ts'
import { matchChannels } from '../tables/channel.ts'
import { joinedRows } from '../tables/joined-rows.ts'
import type { Decomposed } from './decompose.ts'

const hz = z.number().positive()

/** The option `correlate` of `ica` and `icaComponents`. */
export const correlateSchema = z
  .array(
    z
      .strictObject({
        channels: z.array(z.string().min(1)).min(1),
        above: z.number().min(0).max(1).optional(),
        deviations: z.number().positive().optional(),
        bandHz: z.tuple([hz, hz]).optional(),
      })
      .refine(({ above, deviations }) => (above === undefined) !== (deviations === undefined), {
        error: 'exactly one of above and deviations is needed',
      }),
  )
  .min(1)
  .meta({
    unit: '1, Hz',
    description:
      'channels of the eyes or the heart: a component whose correlation with one of them, both ' +
      'filtered to bandHz where given (1 to 10 Hz suits blinks, 8 to 16 Hz the QRS complex), has ' +
      'a magnitude above `above` follows it, or one whose correlation is more than `deviations` ' +
      '(3 suits) from the mean of all components, and again without those',
  })

export type CorrelateOptions = z.output<typeof correlateSchema>

/** How components go with one channel. */
export interface ChannelCorrelation {
  readonly channel: string
  /** Magnitudes of correlations, shape [K]. */
  readonly values: Float64Array
  /** Numbers of the components that follow the channel, rising. */
  readonly follows: readonly number[]
}

/** The channels that components are compared with; not decomposed unless asked for. */
export function othersOf(correlate: CorrelateOptions = []): string[] {
  return [...new Set(correlate.flatMap(({ channels }) => channels))]
}

/**
 * Correlates all components of a recording with channels of the eyes or the heart.
 *
 * @throws {NeurarrowError} `channel-missing`; `non-finite` when a channel is constant or has NaN
 * @see `mne.preprocessing.ICA.find_bads_eog`, and `find_bads_ecg(method='correlation')`
 */
export function componentCorrelations(
  parts: Decomposed,
  correlate: CorrelateOptions = [],
): ChannelCorrelation[] {
  return correlate.flatMap(({ channels, above, deviations, bandHz }) => {
    const sources = filtered(sourcesOf(parts), parts, bandHz)
    return channels.map((channel) => {
      const [reference] = filtered([referenceOf(parts, channel)], parts, bandHz)
      const signed = Float64Array.from(sources, (x) => correlation(x, reference))
      if (signed.some(Number.isNaN)) {
        const says = 'the channel is constant or has samples that are not finite'
        fail('non-finite', { stage: 'ica', recording: parts.recording, channel, says })
      }
      const values = signed.map(Math.abs)
      const follows =
        deviations === undefined
          ? Array.from(values.keys()).filter((k) => values[k] > (above ?? 1))
          : iteratedOutliers(signed, deviations)
      return { channel, values, follows }
    })
  })
}

function sourcesOf({ fitted, found, channels }: Decomposed): Float32Array[] {
  const width = channels.length
  return Array.from(found.shares, (_, k) => {
    const weights = found.unmixing.subarray(k * width, (k + 1) * width)
    return Float32Array.from(sourceOf(fitted, weights, found.means))
  })
}

function referenceOf({ parts, recording }: Decomposed, channel: string): Float32Array {
  const rowsOf = ({ segment }: Decomposed['parts'][number]) =>
    matchChannels(segment.channels, [channel], { stage: 'ica', recording })
  return joinedRows(parts, rowsOf)
}

function filtered(
  rows: readonly Float32Array[],
  { rateHz }: Decomposed,
  bandHz: readonly [number, number] | undefined,
): readonly Float32Array[] {
  if (bandHz === undefined) return rows
  const [lowHz, highHz] = bandHz
  const band = highHz < rateHz / 2 ? { lowHz, highHz } : { lowHz }
  const taps = firPassBand({ ...band, rateHz })
  return rows.map((row) => firFilter(row, 1, taps))
}
