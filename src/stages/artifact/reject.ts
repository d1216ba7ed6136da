import * as z from 'zod'
import { fail } from '../../errors.ts'
import { rowSpans } from '../../kernels/row-span.ts'
import { defineStage } from '../../stage.ts'
import { type Event, eventsOf } from '../../tables/events.ts'
import { withNote } from '../../tables/note.ts'
import { takeRows } from '../../tables/rows.ts'
import { segmentGroups } from '../../tables/segment-groups.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

const microvolt = z.number().positive().optional()
const options = z.strictObject({
  peakToPeakUv: microvolt.meta({
    unit: 'uV',
    description: 'drop a window when a channel reaches further than this',
  }),
  flatUv: microvolt.meta({
    unit: 'uV',
    description: 'drop a window when a channel reaches less far than this',
  }),
  gradientUvPerMs: microvolt.meta({
    unit: 'uV/ms',
    description: 'drop a window when a channel changes faster from one sample to the next',
  }),
  badEvents: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({
      description:
        'drop a window that an event reaches whose label begins so, in any case: [BAD] for BAD_ ' +
        'annotations',
    }),
  nonFinite: z
    .boolean()
    .optional()
    .meta({ description: 'drop a window when a value of it is not a finite number' }),
})

/**
 * Drops whole windows by what any channel of them holds, or by events that reach into them, with a
 * note of how many; the others keep their numbers. How far a channel reaches is its largest less
 * its smallest finite value. An event without duration reaches the window that its onset lies in.
 *
 * @throws {NeurarrowError} `stage-options` when a limit in uV meets samples of another unit
 * @see mne.Epochs (reject, flat, reject_by_annotation)
 */
export const reject = defineStage({
  use: 'reject',
  title: 'Drop windows with artefacts',
  reads: ['windows'],
  writes: 'windows',
  scope: 'recording',
  version: 1,
  options: options.refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: 'one of peakToPeakUv, flatUv, gradientUvPerMs, badEvents, nonFinite is needed',
  }),
  needs: ({ badEvents }): Record<string, { table: 'events' }> =>
    badEvents ? { events: { table: 'events' } } : {},
  contextS: () => 0,
  run(input, limits, { tables }) {
    const windows = input as Table<'windows'>
    const { unit } = windows.meta
    const inUv = [limits.peakToPeakUv, limits.flatUv, limits.gradientUvPerMs].some(
      (uv) => uv !== undefined,
    )
    if (inUv && unit !== 'uV') fail('stage-options', { stage: 'reject', expected: 'uV', unit })
    const groups = segmentGroups(windows)
    const spoilt = limits.badEvents
      ? eventsLike(tables.events as Table<'events'>, limits.badEvents)
      : []
    const kept = groups.filter(
      (group) => !group.some((segment) => isBad(segment, limits) || isReached(segment, spoilt)),
    )
    const note = {
      stage: 'reject',
      says: 'windows were dropped',
      rejected: groups.length - kept.length,
      of: groups.length,
    }
    const rows = kept.flatMap((group) => rowsOf(group))
    return withNote(kept.length === groups.length ? windows : takeRows(windows, rows), note)
  },
})

function isBad(segment: Segment, limits: z.output<typeof options>): boolean {
  const { peakToPeakUv = Number.POSITIVE_INFINITY, flatUv = 0, nonFinite = false } = limits
  if (limits.gradientUvPerMs !== undefined) {
    if (steepest(segment) > limits.gradientUvPerMs) return true
  }
  const spans = rowSpans(segment.values, segment.channels.length)
  return spans.some(
    ({ peakToPeak, finite }) =>
      peakToPeak > peakToPeakUv || peakToPeak < flatUv || (nonFinite && !finite),
  )
}

/** The largest change between samples of any channel, uV/ms; steps to or from NaN are left out. */
function steepest({ values, samples, rateHz }: Segment): number {
  let most = 0
  for (let i = 1; i < values.length; i++) {
    const step = Math.abs(values[i] - values[i - 1])
    if (step > most && i % samples !== 0) most = step
  }
  return (most * rateHz) / 1000
}

function eventsLike(table: Table<'events'>, beginnings: readonly string[]): Event[] {
  const wanted = beginnings.map((word) => word.toLowerCase())
  return eventsOf(table).filter(({ label }) => {
    return wanted.some((word) => label.toLowerCase().startsWith(word))
  })
}

function isReached({ startS, samples, rateHz }: Segment, events: readonly Event[]): boolean {
  const endS = startS + samples / rateHz
  return events.some(({ onsetS, durationS }) => {
    return onsetS < endS && (durationS > 0 ? onsetS + durationS > startS : onsetS >= startS)
  })
}

function rowsOf(group: readonly Segment[]): number[] {
  return group.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))
}
