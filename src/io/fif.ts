import { fail } from '../errors.ts'
import { defineReader, type RecordingInfo, shownEvents } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import { withProjections } from '../tables/projections.ts'
import { type Table, withMeta } from '../tables/table.ts'
import { stimulusEvents } from './edf-events.ts'
import { fifAnnotations } from './fif-annotations.ts'
import type { FifInfo } from './fif-info.ts'
import { laterFifNames, withFifParts } from './fif-parts.ts'
import { type FifRecording, fifRecording } from './fif-recording.ts'
import { sampledInfo, sampledTable } from './sampled-recording.ts'

/**
 * Reads raw recordings and epochs in FIF files, as Neuromag and MNE-Python write them: MEG in T and
 * T/m, EEG in microvolts.
 *
 * Files that go on in others are read as one recording; gaps divide it into segments. Epochs are
 * segments at the times of their events, which they may share, and an event has the name of its
 * code. Otherwise annotations are events, with rises of the stimulus channel that MNE would take
 * (`STI101`, else `STI 014`, else all). Projections are listed, not applied (stage `ssp`).
 */
export const fif = defineReader({
  use: 'fif',
  title: 'FIF: raw recordings and epochs of MEG and EEG (.fif, .fif.gz)',
  endings: ['.fif', '.fif.gz'],
  version: 3,
  places: true,
  writes: 'signals',
  holdsSamples: true,

  files: laterFifNames,

  async inspect(source): Promise<RecordingInfo> {
    return withFifParts(source, async (parts) => {
      const [{ info }] = parts
      const known = await fifRecording(parts, source.name)
      const events = known.events ?? (await annotationsOf(parts, known))
      const bads = new Set(info.bads)
      const shown = known.channels.map(({ gain: _, cal: __, range: ___, ...channel }) => {
        return bads.has(channel.name) ? { ...channel, bad: true as const } : channel
      })
      return {
        format: known.events ? 'FIF epochs' : 'FIF raw',
        ...startedAt(info, known.firstS),
        ...sampledInfo({ ...known, channels: shown }),
        annotations: shownEvents(events),
        projections: info.projections.map(({ name, active }) => ({ name, active })),
        warnings: [],
      }
    })
  },

  async read(source, recording, options) {
    return withFifParts(source, async (parts) => {
      const [{ info }] = parts
      const known = await fifRecording(parts, source.name)
      const bads = new Set(info.bads)
      const channels = known.channels.map((channel) => {
        return bads.has(channel.name) ? { ...channel, bad: true as const } : channel
      })
      const table = await sampledTable({ ...known, channels }, recording, options, known.read)
      return withFacts(table, info)
    })
  },

  async events(source): Promise<Event[]> {
    return withFifParts(source, async (parts) => {
      const known = await fifRecording(parts, source.name)
      if (known.events) return [...known.events]
      const told = await annotationsOf(parts, known)
      const codes = await codesOf(known)
      return [...told, ...codes].sort((a, b) => a.onsetS - b.onsetS)
    })
  },
})

function withFacts(table: Table<'signals'>, info: FifInfo): Table<'signals'> {
  const { projections, deviceToHead, powerLineHz } = info
  const meta = {
    ...(deviceToHead ? { deviceToHead: JSON.stringify(deviceToHead) } : {}),
    ...(powerLineHz === undefined ? {} : { powerLineHz: String(powerLineHz) }),
  }
  const told = withMeta(table, meta)
  return projections.length === 0 ? told : withProjections(told, projections)
}

function startedAt({ startedS }: FifInfo, firstS: number): { startedAt?: string } {
  const time = startedS === undefined ? Number.NaN : (startedS + firstS) * 1000
  // dates that a calendar has no name for are left out
  if (!(Math.abs(time) < 8.64e15)) return {}
  return { startedAt: new Date(time).toISOString().replace(/\.?0*Z$/, '') }
}

type Parts = Parameters<Parameters<typeof withFifParts>[1]>[0]

async function annotationsOf(parts: Parts, { firstS }: FifRecording): Promise<Event[]> {
  const [{ source, root, info }] = parts
  return fifAnnotations(source, root, { startedS: info.startedS, firstS })
}

async function codesOf({ channels, pieces, rateHz, read, file }: FifRecording): Promise<Event[]> {
  const stim = channels.flatMap(({ type }, at) => (type === 'stim' ? [at] : []))
  const named = ['STI101', 'STI 014'].flatMap((name) =>
    stim.filter((at) => channels[at].name === name),
  )
  const places = named.length > 0 ? named.slice(0, 1) : stim
  if (places.length === 0) return []
  const segments = []
  for (const [index, { startS, first, samples }] of pieces.entries()) {
    const values = await read(places, [first, first + samples])
    if (values.length !== places.length * samples) fail('file-truncated', { file, byte: 0 })
    const names = places.map((at) => channels[at].name)
    segments.push({ channels: names, startS, rateHz, values, index })
  }
  return stimulusEvents(segments)
}
