import { fail } from '../../errors.ts'
import { stimulusEvents } from '../../kernels/stimulus-events.ts'
import { matchChannels } from '../../tables/channel.ts'
import { parseEventQuery } from '../../tables/event-query.ts'
import { type Event, eventsOf } from '../../tables/events.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/** Which events windows are cut around. */
export interface EventChoice {
  readonly around: readonly string[]
  readonly where?: string
  readonly stimulus?: string
  readonly outside: 'error' | 'drop'
}

/** Where a recording begins and ends, as far as it is known, s. */
export interface Span {
  readonly fromS: number
  readonly toS: number
}

/**
 * The events that are asked for by label and condition, in time; of the recording's own table, or
 * of a stimulus channel, whose values are the labels.
 *
 * @param span of the recording; events must lie in it unless `outside` is `drop`
 * @throws {NeurarrowError} `events-missing` with the labels there are, `event-outside`,
 *   `column-missing`, `channel-missing`
 */
export function chosenEvents(
  source: { readonly table?: Table; readonly segments: readonly Segment[] },
  { around, where, stimulus, outside }: EventChoice,
  span: Span,
): Event[] {
  const events = stimulus
    ? source.segments.flatMap((segment) => stepsOf(segment, stimulus))
    : eventsOf(source.table as Table<'events'>)
  const every = around.includes('*')
  const query = where === undefined ? () => true : parseEventQuery(where)
  const chosen = events.filter((event) => {
    return (every || around.includes(event.label)) && query(event)
  })
  if (chosen.length === 0) {
    const found = [...new Set(events.map(({ label }) => label))]
    fail('events-missing', { stage: 'window', around, where, found })
  }
  const stray = chosen.find(({ onsetS }) => onsetS < span.fromS || onsetS > span.toS)
  if (outside === 'error' && stray) {
    const { label, onsetS } = stray
    const remedy =
      'onsets are in s from the first sample of the recording: look at their unit and whether ' +
      'they belong to this recording, or give "outside: drop"'
    fail('event-outside', { stage: 'window', label, onsetS, ...span, remedy })
  }
  return chosen.sort((a, b) => a.onsetS - b.onsetS)
}

function stepsOf(segment: Segment, stimulus: string): Event[] {
  const { channels, values, samples, startS, rateHz, recording } = segment
  const [row] = matchChannels(channels, [stimulus], { stage: 'window', recording })
  const x = values.subarray(row * samples, (row + 1) * samples)
  return stimulusEvents(x).map(({ sample, length, value }) => ({
    onsetS: startS + sample / rateHz,
    durationS: length / rateHz,
    label: String(value),
  }))
}
