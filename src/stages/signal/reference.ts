import * as z from 'zod'
import { subtractReference } from '../../kernels/subtract-reference.ts'
import { defineStage } from '../../stage.ts'
import { matchChannels } from '../../tables/channel.ts'
import {
  type Segment,
  type SegmentSamples,
  type Signals,
  segmentsOf,
  withChannels,
  withSamples,
} from '../../tables/signals.ts'

const name = z.string().min(1)

/**
 * Re-references channels of one rate: `to` subtracts the mean of all channels or of those named,
 * and keeps them all; `bipolar` leaves only the differences anode - cathode, named `anode-cathode`.
 *
 * The mean is over the reference channels that are finite at a sample, so NaN stays in its row.
 *
 * @throws {NeurarrowError} `channel-missing`, `channel-ambiguous`
 * @see mne.set_eeg_reference, mne.set_bipolar_reference
 */
export const reference = defineStage({
  use: 'reference',
  title: 'Change the reference of the channels',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z
    .strictObject({
      to: z
        .union([z.literal('average'), z.array(name).min(1)])
        .optional()
        .meta({ description: 'average, or the channels whose mean is subtracted' }),
      bipolar: z
        .array(z.tuple([name, name]))
        .min(1)
        .optional()
        .meta({ description: 'pairs [anode, cathode] whose differences replace the channels' }),
    })
    .refine(({ to, bipolar }) => (to === undefined) !== (bipolar === undefined), {
      error: 'exactly one of to and bipolar is needed',
    }),
  shape(input, { bipolar }) {
    return bipolar ? { ...input, channels: bipolar.map(pairName) } : input
  },
  contextS: () => 0,
  run(input, { to, bipolar = [] }) {
    const table = input as Signals
    const segments = segmentsOf(table)
    if (to === undefined) {
      return withChannels(
        table,
        segments.map((segment) => differences(segment, bipolar)),
      )
    }
    return withSamples(
      table,
      segments.map((segment) => subtracted(segment, to)),
    )
  },
})

function pairName([anode, cathode]: readonly [string, string]): string {
  return `${anode}-${cathode}`
}

function subtracted(segment: Segment, to: 'average' | readonly string[]): Float32Array {
  const { channels, values } = segment
  const chosen = to === 'average' ? channels.map((_, i) => i) : find(segment, to)
  return subtractReference(values, channels.length, chosen)
}

function differences(segment: Segment, pairs: readonly [string, string][]): SegmentSamples {
  const { samples, values } = segment
  const anodes = find(
    segment,
    pairs.map(([anode]) => anode),
  )
  const cathodes = find(
    segment,
    pairs.map(([, cathode]) => cathode),
  )
  const out = new Float32Array(pairs.length * samples)
  for (let p = 0; p < pairs.length; p++) {
    const a = anodes[p] * samples
    const c = cathodes[p] * samples
    for (let t = 0; t < samples; t++) out[p * samples + t] = values[a + t] - values[c + t]
  }
  return { ...segment, channels: pairs.map(pairName), values: out }
}

function find(segment: Segment, wanted: readonly string[]): number[] {
  const { channels, recording } = segment
  return matchChannels(channels, wanted, { stage: 'reference', recording })
}
