import * as z from 'zod'
import { fail } from '../../errors.ts'
import { roundHalfEven } from '../../kernels/round-half-even.ts'
import { type Block, defineStage, type ShapeIssue } from '../../stage.ts'
import { type Cut, cutWindows } from '../../tables/cut-windows.ts'
import { parseEventQuery } from '../../tables/event-query.ts'
import type { Event } from '../../tables/events.ts'
import { withNote } from '../../tables/note.ts'
import { requireOwnTimes } from '../../tables/own-times.ts'
import { segmentGroups } from '../../tables/segment-groups.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { chosenEvents, type Span } from './chosen-events.ts'

const seconds = z.number().optional()
const options = z.strictObject({
  lengthS: z.number().positive().optional().meta({
    unit: 's',
    description: 'length of windows that follow each other; needed without around',
  }),
  strideS: z.number().positive().optional().meta({
    unit: 's',
    description: 'from the start of a window to the start of the next; the length when not given',
  }),
  fromS: seconds.meta({ unit: 's', description: 'where windows may begin, in the recording' }),
  toS: seconds.meta({ unit: 's', description: 'where windows must have ended, in the recording' }),
  around: z.array(z.string()).min(1).optional().meta({
    description: "labels of events, a window around each; ['*'] means every event",
  }),
  where: z
    .string()
    .optional()
    .meta({
      description:
        "a condition on the columns of the events, such as trial_type == 'target' and value > 3; " +
        'label, onsetS and durationS are columns too',
    })
    .check(({ value, issues }) => {
      const message = value === undefined ? undefined : queryMistake(value)
      if (message) issues.push({ code: 'custom', message, input: value })
    }),
  stimulus: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'events are the steps up of this channel instead of those of the recording, its values ' +
        'their labels',
    }),
  outside: z
    .enum(['error', 'drop'])
    .default('error')
    .meta({ description: 'what an event before or after the recording is' }),
  wrap: z.boolean().default(false).meta({
    description: 'a window that leaves the recording goes on at its other end, instead of dropping',
  }),
  tminS: seconds.meta({ unit: 's', description: 'start of a window, from its event' }),
  tmaxS: seconds.meta({ unit: 's', description: 'end of a window, from its event, not included' }),
  baselineS: z.tuple([z.number(), z.number()]).optional().meta({
    unit: 's',
    description: 'span [from, to] from the event, both included, whose mean is subtracted',
  }),
})
type Options = z.output<typeof options>

/**
 * Cuts signals into windows: of one length one after the other, or around events.
 *
 * Windows of `lengthS` begin at the start of each segment; what is left at its end is dropped. A
 * window around an event holds the samples round(tminS · rate) <= t < round(tmaxS · rate) from the
 * sample nearest to the event, and its label in the column `event`; events whose window leaves the
 * segment are dropped, with a note, or wrapped around the segment. `window` numbers the windows of
 * a recording in time. A recording without room for a window gives an empty table, with a note. NaN
 * stays in its row.
 *
 * @throws {NeurarrowError} `events-missing` when no event is asked for, `event-outside` with an
 *   event before or after the recording, `column-missing`, `channel-missing`, `rates-differ`,
 *   `stage-options` when a window has no sample, or censored scans were closed up before
 * @see mne.make_fixed_length_epochs, mne.Epochs (which includes the sample at tmax)
 */
export const window = defineStage({
  use: 'window',
  title: 'Cut signals into windows',
  reads: ['signals'],
  writes: 'windows',
  scope: 'recording',
  version: 1,
  options: options.check((given) => {
    for (const { path, message } of contradictions(given.value)) {
      given.issues.push({ code: 'custom', message, path: [...path], input: given.value })
    }
  }),
  needs: (given): Record<string, { table: 'events' }> =>
    given.around && !given.stimulus ? { events: { table: 'events' } } : {},
  shape(input, given) {
    const { lengthS = 0, tminS = 0, tmaxS = 0 } = given
    const span = given.around ? tmaxS - tminS : lengthS
    const none = input.rateHz !== undefined && roundHalfEven(span * input.rateHz) < 1
    const message = `a window of ${span} s has no sample at ${input.rateHz} Hz`
    const issues = none ? [{ path: [given.around ? 'tmaxS' : 'lengthS'], message }] : []
    return { ...input, kind: 'windows', lengthS: span, issues }
  },
  contextS({ lengthS = 0, tminS = 0, tmaxS = 0, wrap, stimulus }) {
    return wrap || stimulus ? Number.POSITIVE_INFINITY : Math.max(lengthS, tmaxS - tminS)
  },
  run(input, given, { tables, block }) {
    const signals = input as Table<'signals'>
    const segments = segmentGroups(signals).map(oneRate)
    const isLast = block?.isLast ?? true
    if (given.around) {
      requireOwnTimes(signals, 'window')
      const source = { table: tables.events, segments }
      const span = spanOf(segments, block)
      const events = chosenEvents(source, { ...given, around: given.around }, span)
      const cuts = segments.flatMap((segment) => aroundEvents(segment, events, given, block))
      const windows = cutWindows(signals, ownCuts(cuts, block), 'event')
      return isLast ? withDropped(windows, events.length - cuts.length) : windows
    }
    const cuts = segments.flatMap((segment) => inSequence(segment, given, block))
    const windows = cutWindows(signals, ownCuts(cuts, block))
    if (cuts.length > 0 || !isLast) return windows
    return withNote(windows, { stage: 'window', says: 'there is no room for a window', windows: 0 })
  },
})

function contradictions(given: Options): ShapeIssue[] {
  const { lengthS, strideS, around, tminS, tmaxS, baselineS } = given
  const issue = (option: string, message: string) => ({ path: [option], message })
  if (!around) {
    if (lengthS === undefined) return [issue('lengthS', 'lengthS or around is needed')]
    const stray = { tminS, tmaxS, baselineS, where: given.where, stimulus: given.stimulus }
    const found = Object.entries(stray).filter(([, value]) => value !== undefined)
    return found.map(([name]) => issue(name, `${name} needs around`))
  }
  const stray = Object.entries({ lengthS, strideS }).filter(([, value]) => value !== undefined)
  const issues = stray.map(([name]) => issue(name, `${name} does not go with around`))
  if (tminS === undefined) issues.push(issue('tminS', 'tminS is needed with around'))
  if (tmaxS === undefined) issues.push(issue('tmaxS', 'tmaxS is needed with around'))
  if (tminS === undefined || tmaxS === undefined) return issues
  if (tminS >= tmaxS) issues.push(issue('tminS', `${tminS} s is not before ${tmaxS} s`))
  const [from, to] = baselineS ?? [tminS, tmaxS]
  if (from < tminS || to > tmaxS || from > to) {
    issues.push(issue('baselineS', 'the baseline is not a span within the window'))
  }
  return issues
}

/** What is wrong with a condition; `undefined` when nothing is. */
function queryMistake(text: string): string | undefined {
  try {
    parseEventQuery(text)
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

/** From the first to the last sample of the recording, as far as a block knows it, s. */
function spanOf(segments: readonly Segment[], block: Block | undefined): Span {
  const ends = segments.map(({ startS, samples, rateHz }) => startS + samples / rateHz)
  const starts = segments.map(({ startS }) => startS)
  const fromS = block?.originS ?? Math.min(...starts)
  if (segments.length === 0) return { fromS: -Infinity, toS: Number.POSITIVE_INFINITY }
  return { fromS, toS: (block?.isLast ?? true) ? Math.max(...ends) : Number.POSITIVE_INFINITY }
}

function oneRate(group: readonly Segment[]): Segment {
  if (group.length === 1) return group[0]
  const { recording } = group[0]
  const ratesHz = group.map((s) => s.rateHz)
  const remedy = '`resample` before it, or `pick` channels of one rate'
  return fail('rates-differ', { stage: 'window', recording, ratesHz, remedy })
}

/** Samples of the recording in front of a block; its windows are placed as from its origin. */
function samplesBefore({ startS, rateHz }: Segment, block: Block | undefined): number {
  return block ? Math.round((startS - block.originS) * rateHz) : 0
}

/** The cuts that begin in the block, numbered as in the whole recording. */
function ownCuts(cuts: readonly Cut[], block: Block | undefined): Cut[] {
  if (block === undefined) return [...cuts]
  const numbered = cuts.map((cut, number) => ({ ...cut, number }))
  return numbered.filter(({ segment, first }) => {
    const beginsS = segment.startS + first / segment.rateHz
    const half = 0.5 / segment.rateHz
    return beginsS > block.fromS - half && beginsS < block.toS - half
  })
}

/**
 * The samples [first, end) that lie in [fromS, toS), counted from the first of the segment; `first`
 * is below 0 where a block begins after the recording.
 */
function room(segment: Segment, { fromS, toS }: Options, block: Block | undefined) {
  const { startS, rateHz, samples } = segment
  const at = (timeS: number) => Math.ceil((timeS - startS) * rateHz - 1e-6)
  const start = -samplesBefore(segment, block)
  return {
    first: fromS === undefined ? start : Math.max(start, at(fromS)),
    end: toS === undefined ? samples : Math.min(samples, at(toS)),
  }
}

function samplesIn(option: string, spanS: number, rateHz: number): number {
  const samples = roundHalfEven(spanS * rateHz)
  return samples < 1 ? fail('stage-options', { stage: 'window', option, spanS, rateHz }) : samples
}

function inSequence(segment: Segment, given: Options, block: Block | undefined): Cut[] {
  const { lengthS = 0, strideS = lengthS } = given
  const length = samplesIn('lengthS', lengthS, segment.rateHz)
  const stride = samplesIn('strideS', strideS, segment.rateHz)
  const { first, end } = room(segment, given, block)
  const count = Math.max(0, Math.floor((end - first - length) / stride) + 1)
  return Array.from({ length: count }, (_, i) => ({ segment, first: first + i * stride, length }))
}

function aroundEvents(
  segment: Segment,
  events: readonly Event[],
  given: Options,
  block: Block | undefined,
): Cut[] {
  const { rateHz, startS, samples } = segment
  const before = samplesBefore(segment, block)
  const originS = block?.originS ?? startS
  const { tminS = 0, tmaxS = 0, baselineS } = given
  const offset = roundHalfEven(tminS * rateHz)
  const length = roundHalfEven(tmaxS * rateHz) - offset
  if (length < 1) fail('stage-options', { stage: 'window', tminS, tmaxS, rateHz })
  const { first, end } = room(segment, given, block)
  const baseline = baselineS && {
    first: Math.max(0, Math.ceil(baselineS[0] * rateHz - 1e-6) - offset),
    last: Math.min(length - 1, Math.floor(baselineS[1] * rateHz + 1e-6) - offset),
  }
  return events.flatMap(({ onsetS, label }) => {
    const onset = roundHalfEven((onsetS - originS) * rateHz) - before
    const from = onset + offset
    if (given.wrap) {
      const within = onset >= 0 && onset < samples
      return within ? [{ segment, first: from, length, label, baseline }] : []
    }
    const inside = onset >= -before && onset < samples && from >= first && from + length <= end
    return inside ? [{ segment, first: from, length, label, baseline }] : []
  })
}

function withDropped(table: Table<'windows'>, dropped: number): Table<'windows'> {
  if (dropped === 0) return table
  const says = 'events whose window leaves the signal are dropped'
  return withNote(table, { stage: 'window', says, dropped })
}
