import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage, type Shape } from '../../stage.ts'
import { channelKey, matchChannels } from '../../tables/channel.ts'
import { takeRows } from '../../tables/rows.ts'
import { segmentGroups } from '../../tables/segment-groups.ts'
import type { Segment, Signals } from '../../tables/signals.ts'
import { columnsOf, makeTable, textOf } from '../../tables/table.ts'

const names = z.array(z.string().min(1)).min(1)

/**
 * Keeps the channels that are named, in the order named and under these names; or all but those
 * excluded, in their own order. Names are compared without case, spaces, type and reference. All
 * other columns are shared where the channels already stand in that order.
 *
 * @throws {NeurarrowError} `channel-missing` with all that a segment lacks, `channel-ambiguous`
 */
export const pick = defineStage({
  use: 'pick',
  title: 'Choose, order and rename channels',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z
    .strictObject({
      channels: names.optional().meta({ description: 'channels that are kept, in this order' }),
      exclude: names.optional().meta({ description: 'channels that are dropped' }),
    })
    .refine(({ channels, exclude }) => (channels === undefined) !== (exclude === undefined), {
      error: 'exactly one of channels and exclude is needed',
    }),
  shape(input, { channels, exclude = [] }) {
    if (channels) return { ...input, channels, issues: missing(input, channels, 'channels') }
    const dropped = new Set(exclude.map(channelKey))
    const kept = input.channels?.filter((name) => !dropped.has(channelKey(name)))
    return { ...input, channels: kept, issues: missing(input, exclude, 'exclude') }
  },
  contextS: () => 0,
  run(input, { channels, exclude = [] }) {
    const table = input as Signals
    const rows: number[] = []
    const labels: string[] = []
    for (const group of segmentGroups(table)) {
      const available = group.flatMap((segment) => segment.channels)
      const chosen = channels
        ? matchChannels(available, channels, facts(group))
        : without(available, matchChannels(available, exclude, facts(group)))
      for (const [i, at] of chosen.entries()) {
        rows.push(group[0].from + at)
        labels.push(channels ? channels[i] : available[at])
      }
    }
    const isSame = rows.length === table.rows && rows.every((row, i) => row === i)
    const taken = isSame ? table : takeRows(table, rows)
    return makeTable(table.kind, { ...columnsOf(taken), channel: textOf(labels) }, taken.meta)
  },
})

function facts([first]: readonly Segment[]) {
  return { stage: 'pick', recording: first.recording }
}

function without(available: readonly string[], dropped: readonly number[]): number[] {
  const kept = available.map((_, at) => at).filter((at) => !dropped.includes(at))
  if (kept.length === 0) fail('stage-options', { stage: 'pick', says: 'no channel is left' })
  return kept
}

function missing({ channels }: Shape, wanted: readonly string[], option: string) {
  const keys = channels && new Set(channels.map(channelKey))
  return wanted.flatMap((name, i) => {
    if (!keys || keys.has(channelKey(name))) return []
    return [{ path: [option, i], message: `there is no channel ${name}` }]
  })
}
