import { keysFor, labelsMeta, type Recording } from './keys.ts'
import { f64, f64Of, makeTable, type Table, textOf, wordsOf } from './table.ts'

/** One event: an annotation of a recording or a row of a BIDS events file. */
export interface Event {
  /** From the start of the recording (its first sample), s. */
  readonly onsetS: number
  /** 0 when the event has no duration, s. */
  readonly durationS: number
  readonly label: string
}

/** Makes the events table of one recording; events keep their order. */
export function makeEvents(recording: Recording, events: readonly Event[]): Table<'events'> {
  const columns = {
    ...keysFor({ ...recording, labels: {} }, events.length),
    onsetS: f64(Float64Array.from(events, (event) => event.onsetS)),
    durationS: f64(Float64Array.from(events, (event) => event.durationS)),
    label: textOf(events.map((event) => event.label)),
  }
  return makeTable('events', columns, labelsMeta({ ...recording, labels: {} }))
}

/** The events of a table, in row order. */
export function eventsOf(table: Table<'events'>): Event[] {
  const onsetS = f64Of(table, 'onsetS')
  const durationS = f64Of(table, 'durationS')
  return wordsOf(table, 'label').map((label, i) => ({
    onsetS: onsetS[i],
    durationS: durationS[i],
    label,
  }))
}
