import * as z from 'zod'
import { fail } from '../../errors.ts'
import { electrodePosition } from '../../kernels/electrode-positions.ts'
import { splineRows } from '../../kernels/spline-rows.ts'
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
 * @throws {NeurarrowError} `stage-options` when fewer than three other electrodes have a place
 */
export function withInterpolated<K extends 'signals' | 'windows'>(
  table: Table<K>,
  wanted: readonly string[],
): Table<K> {
  const before = segmentsOf(table)
  const segments = before.map((segment) => {
    const { places } = electrodePlaces(table, [...segment.channels, ...wanted], wanted)
    return interpolated(segment, wanted, places)
  })
  const isSame = segments.every((s, i) => s.channels.length === before[i].channels.length)
  if (!isSame) return withChannels(table, segments)
  return withSamples(
    table,
    segments.map(({ values }) => values),
  )
}

/** @param positions of the channels of the segment, then of those wanted, shape [C + W, 3] */
function interpolated(
  segment: Segment,
  wanted: readonly string[],
  positions: Float64Array,
): SegmentSamples {
  const { channels, samples, values, recording } = segment
  const keys = new Set(wanted.map(channelKey))
  const good = channels
    .map((_, c) => c)
    .filter((c) => !keys.has(channelKey(channels[c])) && !Number.isNaN(positions[3 * c]))
  if (good.length < 3) {
    const says = 'fewer than three electrodes are left to interpolate from'
    fail('stage-options', { stage: 'interpolate', recording, says, left: good.length })
  }
  const rows = good.map((c) => values.subarray(c * samples, (c + 1) * samples))
  const known = Float64Array.from(good.flatMap((c) => [...positions.subarray(3 * c, 3 * c + 3)]))
  const made = splineRows(rows, known, positions.subarray(3 * channels.length))
  const all = withAdded(channels, wanted)
  const out = new Float32Array(all.length * samples)
  out.set(values)
  for (const [i, name] of wanted.entries()) {
    out.set(made[i], all.findIndex((own) => channelKey(own) === channelKey(name)) * samples)
  }
  return { ...segment, channels: all, values: out }
}

function withAdded(channels: readonly string[], wanted: readonly string[]): string[] {
  const keys = new Set(channels.map(channelKey))
  return [...channels, ...wanted.filter((name) => !keys.has(channelKey(name)))]
}
