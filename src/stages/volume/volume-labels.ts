import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage } from '../../stage.ts'
import { type Event, eventsOf } from '../../tables/events.ts'
import { makeFeatures } from '../../tables/features.ts'
import { labelNames } from '../../tables/keys.ts'
import { withNote } from '../../tables/note.ts'
import { requireOwnTimes } from '../../tables/own-times.ts'
import { repeatKeys, type Segment, segmentsOf } from '../../tables/signals.ts'
import { type Table, textOf } from '../../tables/table.ts'

/** Times that differ by less than this are equal, s: file formats round. */
const sameS = 1e-6

/**
 * Turns each volume that lies in an event, or the mean of them, into a row of features, labelled
 * with that event.
 *
 * A volume at t belongs to the event with onset + shift <= t < onset + duration + shift; where
 * events overlap, to the one that comes later in the table. Other volumes are dropped. The
 * features are the values of all channels at t; the row spans t to t + TR, `window` is the number
 * of the volume and the label column is `event`. With `average` the volumes of an event make one
 * row, the mean of each channel, which spans all of them and has the number of the first. Events
 * that lie outside of the run, or with a part, are counted in notes.
 *
 * @throws {NeurarrowError} `events-missing` when the recording has none of the events,
 *   `rates-differ` when channels do not share their samples, `stage-options` when censored scans
 *   were closed up before
 */
export const volumeLabels = defineStage({
  use: 'volumeLabels',
  title: 'Label each volume with the event it lies in',
  reads: ['signals'],
  writes: 'features',
  scope: 'recording',
  version: 3,
  options: z.strictObject({
    events: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'labels to keep; all but `rest` by default' }),
    shiftS: z
      .number()
      .default(0)
      .meta({ unit: 's', description: 'how much later than its event a response is expected' }),
    average: z
      .boolean()
      .default(false)
      .meta({ description: 'whether the volumes of an event make one row, their mean' }),
  }),
  needs: () => ({ events: { table: 'events' } }),
  shape: () => ({ kind: 'features' }),
  run(input, { events: wanted, shiftS, average }, { tables }) {
    const signals = input as Table<'signals'>
    requireOwnTimes(signals, 'volumeLabels')
    const segments = segmentsOf(signals)
    const events = signals.rows === 0 ? [] : chosen(tables.events as Table<'events'>, wanted)
    requireOneBlock(segments)
    const single = segments.flatMap((segment) => labelled(segment, events, shiftS))
    const rows = average ? joined(single) : single
    const keys = repeatKeys(
      signals,
      rows.map(({ volumes: [{ segment }] }) => segment.from),
    )
    const spans = {
      window: Int32Array.from(rows, ({ volumes: [{ startS, segment }] }) => {
        return Math.round(startS * segment.rateHz)
      }),
      startS: Float64Array.from(rows, ({ volumes: [{ startS }] }) => startS),
      endS: Float64Array.from(rows, ({ volumes }) => {
        const { startS, segment } = volumes[volumes.length - 1]
        return startS + 1 / segment.rateHz
      }),
    }
    const names = segments[0]?.channels ?? []
    const meta = {
      ...signals.meta,
      names: JSON.stringify(names),
      labels: JSON.stringify([...labelNames(signals).filter((name) => name !== 'event'), 'event']),
    }
    const event = textOf(rows.map((row) => row.event.label))
    const table = makeFeatures({ ...keys, event }, spans, gathered(rows, names.length), meta)
    return signals.rows === 0 ? table : noted(table, rows, { events, segments, shiftS })
  },
})

interface Labelling {
  readonly events: readonly Event[]
  readonly segments: readonly Segment[]
  readonly shiftS: number
}

/** The table with what is to be said of events that the recording does not hold, or not whole. */
function noted(
  table: Table<'features'>,
  rows: readonly LabelledVolumes[],
  { events, segments, shiftS }: Labelling,
): Table<'features'> {
  const stage = 'volumeLabels'
  if (rows.length === 0) return withNote(table, { stage, says: 'no volume lies in an event' })
  const fromS = Math.min(...segments.map(({ startS }) => startS)) - sameS
  const ends = segments.map(({ startS, samples, rateHz }) => startS + samples / rateHz)
  const toS = Math.max(...ends) + sameS
  const spans = events.map(({ onsetS, durationS }) => {
    return { onsetS: onsetS + shiftS, endS: onsetS + durationS + shiftS }
  })
  const outside = spans.filter(({ onsetS, endS }) => onsetS >= toS || endS <= fromS).length
  const cut = spans.filter(({ onsetS, endS }) => {
    return (onsetS < fromS && endS > fromS) || (onsetS < toS && endS > toS)
  }).length
  const says = 'events outside of the run have no volume'
  const first = outside === 0 ? table : withNote(table, { stage, says, events: outside })
  if (cut === 0) return first
  return withNote(first, { stage, says: 'events have a part outside of the run', events: cut })
}

interface Volume {
  readonly segment: Segment
  /** Index in the segment. */
  readonly sample: number
  readonly startS: number
}

interface LabelledVolumes {
  /** One, or those of an event, in the order of time. */
  readonly volumes: readonly [Volume, ...Volume[]]
  readonly event: Event
}

/** The volumes of each event as one row, also where others or a gap lie between them. */
function joined(single: readonly LabelledVolumes[]): LabelledVolumes[] {
  const out = new Map<Event, LabelledVolumes>()
  for (const { volumes, event } of single) {
    const known = out.get(event)
    out.set(event, { event, volumes: known ? [...known.volumes, ...volumes] : volumes })
  }
  return [...out.values()]
}

function chosen(table: Table<'events'> | undefined, wanted?: readonly string[]): Event[] {
  const all = table === undefined ? [] : eventsOf(table)
  const keeps = (label: string) => (wanted ? wanted.includes(label) : label !== 'rest')
  const kept = all.filter((event) => keeps(event.label))
  if (kept.length === 0) {
    const found = [...new Set(all.map((event) => event.label))]
    fail('events-missing', { stage: 'volumeLabels', expected: wanted ?? 'any but rest', found })
  }
  return kept
}

function requireOneBlock(segments: readonly Segment[]): void {
  const [first, ...others] = segments
  for (const { channels, rateHz, recording } of others) {
    if (rateHz !== first.rateHz || channels.join() !== first.channels.join()) {
      fail('rates-differ', { stage: 'volumeLabels', recording, found: [first.rateHz, rateHz] })
    }
  }
}

function labelled(segment: Segment, events: readonly Event[], shiftS: number): LabelledVolumes[] {
  const out: LabelledVolumes[] = []
  for (let sample = 0; sample < segment.samples; sample++) {
    const startS = segment.startS + sample / segment.rateHz
    const t = startS - shiftS + sameS
    const event = events.findLast(({ onsetS, durationS }) => t >= onsetS && t < onsetS + durationS)
    if (event === undefined) continue
    out.push({ volumes: [{ segment, sample, startS }], event })
  }
  return out
}

/** The values of all channels at each volume or their mean over volumes, shape [N, C]. */
function gathered(rows: readonly LabelledVolumes[], channels: number): Float32Array {
  const out = new Float32Array(rows.length * channels)
  let to = 0
  for (const { volumes } of rows) {
    for (let c = 0; c < channels; c++) {
      let sum = 0
      for (const { segment, sample } of volumes) sum += segment.values[c * segment.samples + sample]
      out[to++] = sum / volumes.length
    }
  }
  return out
}
