import { fail } from '../errors.ts'
import {
  type ChannelInfo,
  defineReader,
  type RecordingInfo,
  type Source,
  shownEvents,
  type Truncation,
} from '../reader.ts'
import { makeSignals } from '../tables/signals.ts'
import { chosenRows } from './chosen-rows.ts'
import { newSegment, readGdfEvents } from './gdf-events.ts'
import { type GdfHeader, readGdfHeader } from './gdf-header.ts'
import { type GdfRow, readGdfSignals } from './gdf-signals.ts'
import { withChannelFacts } from './sampled-recording.ts'

/**
 * Reads GDF files of versions 1 and 2.
 *
 * Physical values and events are those of MNE-Python, with volts of any prefix as microvolts. Types
 * of numbers and rates may differ between channels. Where the event table says that recording
 * stopped and began again (code 32766) a new segment begins.
 */
export const gdf = defineReader({
  use: 'gdf',
  title: 'General data format for biosignals: GDF 1 and 2',
  endings: ['.gdf'],
  version: 1,
  writes: 'signals',

  async inspect(source): Promise<RecordingInfo> {
    const header = await readGdfHeader(source)
    const truncated = truncationOf(header, source)
    const events = truncated ? [] : await readGdfEvents(source, header)
    const { version, startedAt, recordS, records, channels, warnings } = header
    const pieces = piecesOf(header, events)
    return {
      format: `GDF ${version}`,
      durationS: records * recordS,
      startedAt,
      channels: channels.map((channel): ChannelInfo => {
        const { name, type, unit, perRecord } = channel
        return { name, type, unit, rateHz: perRecord / recordS, samples: perRecord * records }
      }),
      annotations: shownEvents(events),
      segments: pieces.map(([fromS, toS]) => ({ startS: fromS, durationS: toS - fromS })),
      warnings,
      ...(truncated ? { truncated } : {}),
    }
  },

  async read(source, recording, options) {
    const { name: file } = source
    const header = await readWhole(source)
    const known = header.channels.filter(({ perRecord }) => perRecord > 0)
    const names = known.map(({ name }) => name)
    const rows: GdfRow[] = chosenRows(names, options.channels, file).map(({ name, at }) => {
      return { ...known[at], name }
    })
    const { fromS = 0, toS = Number.POSITIVE_INFINITY } = options
    const pieces = piecesOf(header, await readGdfEvents(source, header))
    const segments = await readGdfSignals(source, header, { rows, pieces, fromS, toS })
    if (segments.length === 0) {
      fail('signal-too-short', { file, fromS, toS, found: 'no sample in this span' })
    }
    return withChannelFacts(makeSignals(recording, segments, 'uV'), rows)
  },

  async events(source) {
    return readGdfEvents(source, await readWhole(source))
  },
})

function truncationOf(
  { headerBytes, recordBytes, records }: GdfHeader,
  { size }: Source,
): Truncation | undefined {
  const expected = headerBytes + records * recordBytes
  return expected > size ? { byte: size, expected } : undefined
}

async function readWhole(source: Source): Promise<GdfHeader> {
  const header = await readGdfHeader(source)
  const { name: file } = source
  const truncated = truncationOf(header, source)
  if (truncated) fail('file-truncated', { file, ...truncated })
  if (header.records === 0) fail('file-empty', { file, found: 'no record' })
  return header
}

/** Times [from, to) that adjoin, s. */
function piecesOf(
  { records, recordS }: GdfHeader,
  events: readonly { onsetS: number; label: string }[],
): [number, number][] {
  const endS = records * recordS
  const breaks = events.filter(({ label }) => label === newSegment).map(({ onsetS }) => onsetS)
  const inside = breaks.filter((timeS) => timeS > 0 && timeS < endS)
  const starts = [...new Set([0, ...inside])].sort((a, b) => a - b)
  return starts.map((startS, i) => [startS, starts[i + 1] ?? endS])
}
