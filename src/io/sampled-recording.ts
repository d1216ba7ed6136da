import { fail } from '../errors.ts'
import type { ChannelInfo, ReadOptions, RecordingInfo } from '../reader.ts'
import type { Recording } from '../tables/keys.ts'
import { type Sensor, withSensors } from '../tables/sensors.ts'
import { makeSignals, type SegmentSamples } from '../tables/signals.ts'
import { type Table, withMeta } from '../tables/table.ts'
import { chosenRows } from './chosen-rows.ts'

/** A channel of a recording whose channels have one rate. */
export type SampledChannel = Omit<ChannelInfo, 'rateHz' | 'samples'>

/** Samples [first, first + samples) of a file that follow each other in time. */
export interface SampledPiece {
  /** From the start of the recording, s. */
  readonly startS: number
  readonly first: number
  readonly samples: number
}

/** A recording whose channels have one rate, as its header describes it. */
export interface SampledRecording {
  readonly file: string
  readonly rateHz: number
  readonly channels: readonly SampledChannel[]
  readonly pieces: readonly SampledPiece[]
}

/** Reads samples [from, to) of the channels with these places, as f32 in their units. */
export type SampleReader = (
  rows: readonly number[],
  span: readonly [number, number],
) => Promise<Float32Array>

/**
 * The wanted channels and times of a recording as a table: a segment for each piece.
 *
 * @param read shape [R, to - from] for R rows
 * @throws {NeurarrowError} `channel-missing`, `channel-ambiguous`, `file-empty` without a channel,
 *   `signal-too-short` when no sample lies in the span
 */
export async function sampledTable(
  { file, rateHz, channels, pieces }: SampledRecording,
  recording: Recording,
  options: ReadOptions,
  read: SampleReader,
): Promise<Table<'signals'>> {
  const { fromS = 0, toS = Number.POSITIVE_INFINITY } = options
  const names = channels.map(({ name }) => name)
  const rows = chosenRows(names, options.channels, file)
  if (rows.length === 0) fail('file-empty', { file, found: 'no signal' })
  const places = rows.map(({ at }) => at)
  const segments: SegmentSamples[] = []
  for (const [index, piece] of pieces.entries()) {
    const [from, to] = spanOf(piece, { fromS, toS, rateHz })
    if (to <= from) continue
    const values = await read(places, [piece.first + from, piece.first + to])
    const startS = piece.startS + from / rateHz
    segments.push({ channels: rows.map(({ name }) => name), startS, rateHz, values, index })
  }
  if (segments.length === 0) {
    fail('signal-too-short', { file, fromS, toS, found: 'no sample in this span' })
  }
  const known = rows.map(({ name, at }) => ({ ...channels[at], name }))
  return withChannelFacts(makeSignals(recording, segments, 'uV'), known)
}

/** The table with the units of its channels, and what is known of its sensors. */
export function withChannelFacts(
  table: Table<'signals'>,
  channels: readonly SampledChannel[],
): Table<'signals'> {
  const units = Object.fromEntries(channels.map(({ name, unit }) => [name, unit]))
  const sensors = channels.map(({ name, type, positionM, frame, bad, ...more }) => {
    const { orientation, along, coil } = more
    const sensor: Sensor = { type, positionM, frame, orientation, along, coil, bad }
    return [name, sensor] as const
  })
  const whole = withMeta(table, { units: JSON.stringify(units) })
  const says = channels.some(
    ({ type, positionM, bad }) => type !== 'eeg' || positionM !== undefined || bad,
  )
  return says ? withSensors(whole, Object.fromEntries(sensors)) : whole
}

/** Of a piece, the samples [from, to) with fromS <= time < toS. */
function spanOf(
  { startS, samples }: SampledPiece,
  { fromS, toS, rateHz }: { fromS: number; toS: number; rateHz: number },
): [number, number] {
  // a millionth of a sample: binary noise of a time that is meant to lie on one
  const sampleAt = (timeS: number) => Math.ceil((timeS - startS) * rateHz - 1e-6)
  return [Math.max(0, sampleAt(fromS)), Math.min(samples, sampleAt(toS))]
}

/** What `inspect` says of the channels and times of a recording. */
export function sampledInfo({
  rateHz,
  channels,
  pieces,
}: SampledRecording): Pick<RecordingInfo, 'durationS' | 'channels' | 'segments'> {
  const samples = pieces.reduce((sum, piece) => sum + piece.samples, 0)
  const segments = pieces.map((piece) => {
    return { startS: piece.startS, durationS: piece.samples / rateHz }
  })
  const ends = segments.map(({ startS, durationS }) => startS + durationS)
  return {
    durationS: ends.reduce((latest, end) => Math.max(latest, end), 0),
    channels: channels.map((channel) => ({ ...channel, rateHz, samples })),
    segments,
  }
}
