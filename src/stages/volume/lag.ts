import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { segmentsOf, withChannels } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Adds to each channel its values some scans earlier or later: channel `V1` with lag 2 is `V1@2`,
 * whose value at t is that of V1 two scans before.
 *
 * The channels of the first lag come first. Beyond the ends of a segment lies zero, as where
 * nothing was measured; standardise before.
 */
export const lag = defineStage({
  use: 'lag',
  title: 'Add channels that lag behind the others',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    scans: z.array(z.int()).min(1).meta({
      unit: '1',
      description: 'how many samples later each copy stands; below 0 earlier, 0 as it is',
    }),
  }),
  shape: (input, { scans }) => ({
    ...input,
    channels: input.channels && scans.flatMap((by) => named(input.channels ?? [], by)),
  }),
  run(input, { scans }) {
    const signals = input as Table<'signals'>
    const lagged = segmentsOf(signals).map((segment) => {
      const { values, samples } = segment
      const out = new Float32Array(values.length * scans.length)
      for (const [i, by] of scans.entries()) {
        for (let from = 0; from < values.length; from += samples) {
          for (let t = Math.max(0, by); t < Math.min(samples, samples + by); t++) {
            out[i * values.length + from + t] = values[from + t - by]
          }
        }
      }
      const channels = scans.flatMap((by) => named(segment.channels, by))
      return { ...segment, channels, values: out }
    })
    return withChannels(signals, lagged)
  },
})

function named(channels: readonly string[], by: number): string[] {
  return channels.map((channel) => (by === 0 ? channel : `${channel}@${by}`))
}
