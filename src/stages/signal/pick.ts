import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage, type Shape } from '../../stage.ts'
import { channelKey, matchChannels } from '../../tables/channel.ts'
import { takeRows } from '../../tables/rows.ts'
import { segmentGroups } from '../../tables/segment-groups.ts'
import {
  type Sensor,
  type SensorType,
  sensorsOf,
  sensorTypes,
  withSensors,
} from '../../tables/sensors.ts'
import type { Segment, Signals } from '../../tables/signals.ts'
import { columnsOf, makeTable, textOf } from '../../tables/table.ts'

const names = z.array(z.string().min(1)).min(1)

/**
 * Keeps the channels that are named, in the order named and under these names; or all but those
 * excluded, or those of some types, in their own order. Names are compared without case, spaces,
 * type and reference. All other columns are shared where the channels already stand in that order.
 *
 * Types and bad channels are those that the file or its data set states; a channel of which
 * nothing is stated is a good `eeg` channel.
 *
 * @throws {NeurarrowError} `channel-missing` with all that a segment lacks, or when it has no
 *   channel of the types; `channel-ambiguous`
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
      types: z
        .array(z.enum(sensorTypes))
        .min(1)
        .optional()
        .meta({ description: 'channels of these types are kept' }),
      dropBad: z
        .boolean()
        .optional()
        .meta({ description: 'whether channels that the recording marks as bad are dropped' }),
    })
    .refine(
      ({ channels, exclude, types, dropBad }) => {
        const ways = [channels, exclude, types].filter((way) => way !== undefined).length
        return ways === 1 || (ways === 0 && dropBad === true)
      },
      { error: 'exactly one of channels, exclude and types is needed' },
    ),
  shape(input, { channels, exclude = [], types, dropBad }) {
    const issues = channels ? missing(input, channels, 'channels') : []
    if (types || dropBad) return { ...input, channels: undefined, issues }
    if (channels) return { ...input, channels, issues }
    const dropped = new Set(exclude.map(channelKey))
    const kept = input.channels?.filter((name) => !dropped.has(channelKey(name)))
    return { ...input, channels: kept, issues: missing(input, exclude, 'exclude') }
  },
  contextS: () => 0,
  run(input, options) {
    const table = input as Signals
    const sensors = sensorsOf(table)
    const rows: number[] = []
    const labels: string[] = []
    const renamed: Record<string, Sensor> = {}
    for (const group of segmentGroups(table)) {
      const available = group.flatMap((segment) => segment.channels)
      for (const { at, name } of chosenOf(available, options, sensors, facts(group))) {
        rows.push(group[0].from + at)
        labels.push(name)
        const sensor = sensors[available[at]]
        if (sensor) renamed[name] = sensor
      }
    }
    const isSame = rows.length === table.rows && rows.every((row, i) => row === i)
    const taken = isSame ? table : takeRows(table, rows)
    const out = makeTable(table.kind, { ...columnsOf(taken), channel: textOf(labels) }, taken.meta)
    return table.meta.sensors === undefined ? out : withSensors(out, renamed)
  },
})

/** The channels that are kept: their places, and the names they get. */
function chosenOf(
  available: readonly string[],
  { channels, exclude = [], types, dropBad }: z.output<typeof pick.options>,
  sensors: Readonly<Record<string, Sensor>>,
  told: ReturnType<typeof facts>,
) {
  const wanted = new Set<SensorType>(types)
  const at = channels
    ? matchChannels(available, channels, told)
    : without(available, matchChannels(available, exclude, told)).filter(
        (c) => types === undefined || wanted.has(sensors[available[c]]?.type ?? 'eeg'),
      )
  if (at.length === 0) fail('channel-missing', { ...told, types, available })
  const kept = at.map((c, i) => ({ at: c, name: channels ? channels[i] : available[c] }))
  const good = kept.filter((one) => !dropBad || sensors[available[one.at]]?.bad !== true)
  if (good.length === 0) fail('stage-options', { ...told, says: 'all channels are bad' })
  return good
}

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
