import { channelsText, eegText, electrodesTexts, eventsText } from '../io/write-bids.ts'
import type { Event } from '../tables/events.ts'
import { sensorsOf } from '../tables/sensors.ts'
import { segmentsOf } from '../tables/signals.ts'
import type { Table } from '../tables/table.ts'

/** What files beside a recording are called, and what the table itself does not say. */
export interface Described {
  /** Path without suffix and ending. */
  readonly stem: string
  readonly suffix: 'eeg' | 'ieeg'
  readonly task: string
  readonly events: readonly Event[]
  /** Where the samples come from, as a URI of BIDS. */
  readonly source: string
}

/**
 * The files that describe a table of signals as a BIDS recording, by path: channels, metadata, and,
 * where there are any, events and places of electrodes. Times count from the first sample of the
 * table.
 */
export function describingFiles(
  table: Table<'signals'>,
  { stem, suffix, task, events, source }: Described,
): Map<string, string> {
  const segments = segmentsOf(table)
  const [{ channels: names, rateHz, startS: originS }] = segments
  const sensors = sensorsOf(table)
  const units = JSON.parse(table.meta.units ?? '{}') as Record<string, string>
  const channels = names.map((name) => {
    const { type = 'eeg', bad, positionM, frame } = sensors[name] ?? {}
    const unit = units[name] ?? table.meta.unit ?? ''
    return { name, type, unit, rateHz, samples: segments[0].samples, bad, positionM, frame }
  })
  const info = {
    ...{ format: 'EDF', channels, annotations: [], warnings: [] },
    durationS: segments.reduce((sum, { samples }) => sum + samples / rateHz, 0),
    segments: segments.map(({ startS, samples }) => ({ startS, durationS: samples / rateHz })),
  }
  const { powerLineHz, reference } = table.meta
  const prefix = suffix === 'eeg' ? 'EEG' : 'iEEG'
  const more = {
    ...(powerLineHz === undefined ? {} : { PowerLineFrequency: Number(powerLineHz) }),
    ...(reference === undefined ? {} : { [`${prefix}Reference`]: reference }),
    Sources: [source],
  }
  const files = new Map([
    [`${stem}_channels.tsv`, channelsText(channels)],
    [`${stem}_${suffix}.json`, eegText(info, task, more)],
  ])
  const moved = events.map((event) => ({ ...event, onsetS: event.onsetS - originS }))
  if (moved.length > 0) files.set(`${stem}_events.tsv`, eventsText(moved))
  const places = electrodesTexts(channels, prefix)
  if (places !== undefined) {
    const { electrodes, coordsystem } = places
    const base = stem.replace(/_task-[A-Za-z0-9+]+/, '')
    files.set(`${base}_electrodes.tsv`, electrodes)
    files.set(`${base}_coordsystem.json`, coordsystem)
  }
  return files
}
