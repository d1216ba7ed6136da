import * as z from 'zod'
import { fail } from '../../errors.ts'
import { electrodePosition } from '../../kernels/electrode-positions.ts'
import { replaceChannels, spreadWeights } from '../../kernels/replace-channels.ts'
import { sphericalSpline } from '../../kernels/spherical-spline.ts'
import { defineStage } from '../../stage.ts'
import { channelKey } from '../../tables/channel.ts'
import { electrodePlaces } from '../../tables/electrode-places.ts'
import { type Note, withNote } from '../../tables/note.ts'
import {
  type Segment,
  type SegmentSamples,
  type Signals,
  segmentsOf,
  withChannels,
  withSamples,
} from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Replaces channels by spherical splines of all other electrodes, and adds those that a recording
 * lacks at the end, so that all recordings have them. Places are those of the recording where it
 * states them for these channels, else those of the 10-05 system; channels without one (ECG) stay
 * as they are and are not used.
 *
 * @throws {NeurarrowError} `stage-options` when a channel has no place, or fewer than three other
 *   electrodes are left
 * @see mne.io.Raw.interpolate_bads
 */
export const interpolate = defineStage({
  use: 'interpolate',
  title: 'Replace channels by spherical splines of the others',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    channels: z
      .array(z.string().min(1))
      .min(1)
      .meta({ description: 'channels that are replaced, or added where they are missing' }),
  }),
  cites: ['doi:10.1016/0013-4694(89)90180-6'],
  contextS: () => 0,
  shape(input, { channels }) {
    const unknown = input.hasPlaces
      ? []
      : channels.filter((name) => electrodePosition(name) === undefined)
    const issues = unknown.map((name) => ({
      path: ['channels', channels.indexOf(name)],
      message: `the 10-05 system has no place for ${name}`,
    }))
    if (input.channels === undefined) return { ...input, issues }
    return { ...input, channels: withAdded(input.channels, channels), issues }
  },
  run(input, { channels }) {
    const table = input as Signals
    const { from, places } = electrodePlaces(table, channels)
    const unplaced = channels.find((_, c) => Number.isNaN(places[3 * c]))
    if (unplaced !== undefined) {
      fail('stage-options', { stage: 'interpolate', option: 'channels', channel: unplaced })
    }
    if (table.rows === 0) return table
    const out = withInterpolated(table, channels)
    const says = 'channels were interpolated'
    const note: Note = { stage: 'interpolate', says, channels }
    return withNote(out, from === 'file' ? { ...note, places: 'of the recording' } : note)
  },
})

/**
 * The table with channels replaced or added.
 *
 * @throws {NeurarrowError} `stage-options` when a channel has no place, or fewer than three other
 *   electrodes have one
 */
export function withInterpolated<K extends 'signals' | 'windows'>(
  table: Table<K>,
  wanted: readonly string[],
): Table<K> {
  const before = segmentsOf(table)
  const plans = new Map<string, Plan>()
  const segments = before.map((segment) => {
    const key = segment.channels.join('\n')
    const plan = plans.get(key) ?? planOf(table, segment, wanted)
    plans.set(key, plan)
    return interpolated(segment, plan)
  })
  const isSame = segments.every((s, i) => s.channels.length === before[i].channels.length)
  if (!isSame) return withChannels(table, segments)
  return withSamples(
    table,
    segments.map(({ values }) => values),
  )
}

/** How channels are made of others, the same for all segments with these channels. */
interface Plan {
  readonly channels: readonly string[]
  /** Where the rows that are made go. */
  readonly into: readonly number[]
  /** Of all channels of the segment, 0 for those that are not used; shape [into, C]. */
  readonly weights: Float64Array
}

function planOf(table: Signals, segment: Segment, wanted: readonly string[]): Plan {
  const { channels, recording } = segment
  const { places } = electrodePlaces(table, [...wanted, ...channels], wanted)
  const at = (i: number) => [...places.subarray(3 * i, 3 * i + 3)]
  const placed = (i: number) => !Number.isNaN(places[3 * i])
  const placeless = wanted.filter((_, i) => !placed(i))
  if (placeless.length > 0) {
    const remedy = 'leave it out, or give the recording a file of electrodes'
    const facts = { stage: 'interpolate', recording, option: 'channels', channel: placeless[0] }
    fail('stage-options', { ...facts, says: 'neither file nor name says its place', remedy })
  }
  const keys = new Set(wanted.map(channelKey))
  const good = channels
    .map((_, c) => c)
    .filter((c) => !keys.has(channelKey(channels[c])) && placed(wanted.length + c))
  if (good.length < 3) {
    const says = 'fewer than three electrodes are left to interpolate from'
    fail('stage-options', { stage: 'interpolate', recording, says, left: good.length })
  }
  const known = Float64Array.from(good.flatMap((c) => at(wanted.length + c)))
  const all = withAdded(channels, wanted)
  const weights = sphericalSpline(known, Float64Array.from(wanted.flatMap((_, i) => at(i))))
  return {
    channels: all,
    into: wanted.map((name) => all.findIndex((own) => channelKey(own) === channelKey(name))),
    weights: spreadWeights(weights, good, channels.length),
  }
}

function interpolated(segment: Segment, { channels, into, weights }: Plan): SegmentSamples {
  const { samples, values } = segment
  return {
    ...segment,
    channels,
    values: replaceChannels(values, samples, { weights, rows: into }),
  }
}

function withAdded(channels: readonly string[], wanted: readonly string[]): string[] {
  const keys = new Set(channels.map(channelKey))
  return [...channels, ...wanted.filter((name) => !keys.has(channelKey(name)))]
}
