import { fail } from '../errors.ts'
import {
  type ChannelInfo,
  defineReader,
  type ReadOptions,
  type RecordingInfo,
  type Source,
  type Truncation,
} from '../reader.ts'
import type { Event } from '../tables/events.ts'
import { makeSignals } from '../tables/signals.ts'
import { chosenRows } from './chosen-rows.ts'
import { type EdfAnnotations, readAnnotations } from './edf-annotations.ts'
import { stimulusEvents } from './edf-events.ts'
import { type EdfHeader, type EdfSignal, readEdfHeader } from './edf-header.ts'
import { type EdfRow, readSignals } from './edf-signals.ts'
import { laterStart } from './edf-start.ts'
import { type EdfTimeline, edfTimeline } from './edf-timeline.ts'
import { withChannelFacts } from './sampled-recording.ts'

/**
 * Reads EDF, EDF+C, EDF+D, BDF and BDF+ (24 bit) files.
 *
 * Physical values are those of MNE-Python and pyEDFlib, with volts of any prefix as microvolts;
 * channels in other units keep theirs, listed in the metadata entry `units`. Stimulus channels
 * (`Status`, `Trigger`) hold the low 17 bits of their codes. Annotation channels are events, not
 * rows. Repeated labels are numbered. Channels of one segment may have different rates.
 *
 * Annotations give the events, with rises of stimulus channels labelled by the code.
 */
export const edf = defineReader({
  use: 'edf',
  title: 'European data format: EDF, EDF+, BDF, BDF+',
  endings: ['.edf', '.bdf', '.rec'],
  version: 1,
  writes: 'signals',

  async inspect(source): Promise<RecordingInfo> {
    const header = await readEdfHeader(source)
    const annotations = hasAnnotations(header) ? await readAnnotations(source, header) : undefined
    const timeline = edfTimeline(header, annotations)
    const { pieces } = timeline
    const { startedAt, warnings, format } = header
    const ends = pieces.map((piece) => piece.startS + piece.durationS)
    return {
      format,
      durationS: ends.reduce((latest, end) => Math.max(latest, end), 0),
      startedAt: startedAt && laterStart(startedAt, annotations?.fractionS ?? 0),
      channels: header.signals.map((signal) => channelInfo(signal, header)),
      annotations: annotations?.annotations ?? [],
      segments: pieces.map(({ startS, durationS }) => ({ startS, durationS })),
      warnings: [...warnings, ...(annotations?.warnings ?? []), ...timeline.warnings],
      ...truncationOf(header, source),
    }
  },

  async read(source, recording, options) {
    const header = await readWhole(source)
    const rows = rowsOf(header, options, source.name)
    if (rows.length === 0) fail('file-empty', { file: source.name, found: 'no signal' })
    const pieces = await piecesOf(source, header)
    const { fromS = 0, toS = Number.POSITIVE_INFINITY } = options
    const segments = await readSignals(source, header, { rows, pieces, fromS, toS })
    if (segments.length === 0) {
      fail('signal-too-short', { file: source.name, fromS, toS, found: 'no sample in this span' })
    }
    const known = rows.map(({ name, signal: { type, unit } }) => ({ name, type, unit }))
    return withChannelFacts(makeSignals(recording, segments, 'uV'), known)
  },

  async events(source): Promise<Event[]> {
    const header = await readWhole(source)
    const annotations = hasAnnotations(header) ? await readAnnotations(source, header) : undefined
    const texts = annotations?.annotations ?? []
    const told = texts.map(({ onsetS, durationS, text }) => ({ onsetS, durationS, label: text }))
    const rows = header.signals.filter((signal) => signal.type === 'stim').map(rowOf)
    if (rows.length === 0) return told
    const pieces = await piecesOf(source, header, annotations)
    const span = { fromS: 0, toS: Number.POSITIVE_INFINITY }
    const codes = stimulusEvents(await readSignals(source, header, { rows, pieces, ...span }))
    return [...told, ...codes].sort((a, b) => a.onsetS - b.onsetS)
  },
})

function truncationOf(
  { headerBytes, recordBytes, records, present }: EdfHeader,
  { size }: Source,
): { truncated?: Truncation } {
  const expected = headerBytes + records * recordBytes
  return records > present ? { truncated: { byte: size, expected } } : {}
}

async function readWhole(source: Source): Promise<EdfHeader> {
  const header = await readEdfHeader(source)
  const { headerBytes, recordBytes, records } = header
  const { truncated } = truncationOf(header, source)
  if (truncated) fail('file-truncated', { file: source.name, ...truncated })
  if (records === 0) {
    const torn = source.size > headerBytes
    const facts = { file: source.name, byte: source.size, expected: headerBytes + recordBytes }
    fail(torn ? 'file-truncated' : 'file-empty', facts)
  }
  return header
}

async function piecesOf(source: Source, header: EdfHeader, annotations?: EdfAnnotations) {
  if (!header.format.endsWith('+D')) return edfTimeline(header).pieces
  const known = annotations ?? (await readAnnotations(source, header))
  const timeline = edfTimeline(header, known)
  refuseBadTime(timeline, header, source.name)
  return timeline.pieces
}

function refuseBadTime({ badRecord }: EdfTimeline, header: EdfHeader, file: string): void {
  if (badRecord === undefined) return
  const channel = header.signals.find((signal) => signal.type === 'annotations')
  const byte = header.headerBytes + badRecord * header.recordBytes + (channel?.offset ?? 0)
  fail('file-corrupt', { file, byte, record: badRecord, expected: 'a time after the last record' })
}

function hasAnnotations(header: EdfHeader): boolean {
  return header.signals.some((signal) => signal.type === 'annotations')
}

function rowOf(signal: EdfSignal): EdfRow {
  return { name: signal.name, signal }
}

/** The asked channels under the asked names, or all. */
function rowsOf(header: EdfHeader, { channels }: ReadOptions, file: string): EdfRow[] {
  const all = header.signals.filter((s) => s.type !== 'annotations' && s.perRecord > 0)
  const names = all.map((signal) => signal.name)
  return chosenRows(names, channels, file).map(({ name, at }) => ({ name, signal: all[at] }))
}

function channelInfo(signal: EdfSignal, { recordS, records }: EdfHeader): ChannelInfo {
  const { name, type, unit, perRecord } = signal
  const rateHz = recordS > 0 ? perRecord / recordS : 0
  return { name, type, unit, rateHz, samples: perRecord * records }
}
