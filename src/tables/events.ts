import { keysFor, labelsMeta, type Recording } from './keys.ts'
import { f64, f64Of, makeTable, type Table, textOf, wordsOf } from './table.ts'

/** One event: an annotation of a recording or a row of a BIDS events file. */
export interface Event {
  /** From the start of the recording (its first sample), s. */
  readonly onsetS: number
  /** 0 when the event has no duration, s. */
  readonly durationS: number
  readonly label: string
  /** Other columns of its file by name; empty where a cell is missing. */
  readonly fields?: Readonly<Record<string, string>>
}

/**
 * Makes the events table of one recording; events keep their order. Fields are text columns, their
 * names stand in the metadata entry `fields`; an event without a field has an empty cell.
 */
export function makeEvents(recording: Recording, events: readonly Event[]): Table<'events'> {
  const names = [...new Set(events.flatMap(({ fields = {} }) => Object.keys(fields)))]
  const columns = {
    ...keysFor({ ...recording, labels: {} }, events.length),
    onsetS: f64(Float64Array.from(events, (event) => event.onsetS)),
    durationS: f64(Float64Array.from(events, (event) => event.durationS)),
    label: textOf(events.map((event) => event.label)),
    ...Object.fromEntries(
      names.map((name) => [`field.${name}`, textOf(events.map((e) => e.fields?.[name] ?? ''))]),
    ),
  }
  const fields: Record<string, string> = names.length > 0 ? { fields: JSON.stringify(names) } : {}
  return makeTable('events', columns, {
    ...labelsMeta({ ...recording, labels: {} }),
    ...fields,
  })
}

/** The events of a table, in row order. */
export function eventsOf(table: Table<'events'>): Event[] {
  const onsetS = f64Of(table, 'onsetS')
  const durationS = f64Of(table, 'durationS')
  const names = JSON.parse(table.meta.fields ?? '[]') as string[]
  const words = names.map((name) => [name, wordsOf(table, `field.${name}`)] as const)
  return wordsOf(table, 'label').map((label, i) => {
    const own = { onsetS: onsetS[i], durationS: durationS[i], label }
    if (words.length === 0) return own
    return { ...own, fields: Object.fromEntries(words.map(([name, cells]) => [name, cells[i]])) }
  })
}
