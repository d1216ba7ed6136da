import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import type { Event } from '../tables/events.ts'
import type { FifChannel } from './fif-channel.ts'
import { type FifEpochs, fifEpochs, readFifEpoch } from './fif-epochs.ts'
import type { FifPart } from './fif-parts.ts'
import { type FifSamples, fifSamples, readFifSamples } from './fif-raw.ts'
import type { SampledPiece, SampledRecording, SampleReader } from './sampled-recording.ts'

/** A recording of one or several FIF files. */
export interface FifRecording extends Omit<SampledRecording, 'channels'> {
  readonly channels: readonly FifChannel[]
  /** The first sample, s after the measurement began. */
  readonly firstS: number
  readonly read: SampleReader
  /** Events of epochs; absent for raw data. */
  readonly events?: readonly Event[]
}

type Parts = readonly [FifPart, ...FifPart[]]

/**
 * The samples of a recording, raw or epochs, over all its files.
 *
 * @throws {NeurarrowError} `file-empty` when there are neither; `file-corrupt`
 */
export async function fifRecording(parts: Parts, file: string): Promise<FifRecording> {
  return (await rawOf(parts, file)) ?? (await epochsOf(parts, file))
}

async function rawOf(parts: Parts, file: string): Promise<FifRecording | undefined> {
  const [{ info }] = parts
  const { rateHz, channels } = info
  const setting = { channels: channels.length, rateHz }
  const found: { part: FifPart; samples: FifSamples; first: number }[] = []
  const pieces: SampledPiece[] = []
  let [count, span] = [0, 0]
  for (const part of parts) {
    const samples = await fifSamples(part.source, part.root, setting)
    if (samples === undefined) return undefined
    found.push({ part, samples, first: count })
    for (const piece of samples.pieces) {
      const moved = { ...piece, first: piece.first + count, startS: piece.startS + span / rateHz }
      const last = pieces.at(-1)
      const isNext = last && Math.abs(endOf(last, rateHz) - moved.startS) * rateHz < 0.5
      if (last && isNext) pieces.splice(-1, 1, { ...last, samples: last.samples + piece.samples })
      else pieces.push(moved)
    }
    count += samples.samples
    span += samples.span
  }
  if (count === 0) return undefined
  const read: SampleReader = async (places, [from, to]) => {
    const rows = places.map((index) => ({ index, gain: channels[index].gain }))
    const out = unset32(rows.length * (to - from))
    for (const { part, samples, first } of found) {
      const [start, end] = [Math.max(from, first), Math.min(to, first + samples.samples)]
      if (end <= start) continue
      const where = { channels: channels.length, from: start - first, to: end - first }
      const values = await readFifSamples(part.source, samples, rows, where)
      spread(values, out, { rows: rows.length, length: to - from, at: start - from })
    }
    return out
  }
  const firstS = found[0].samples.firstSample / rateHz
  return { file, rateHz, channels, pieces, firstS, read }
}

function endOf({ startS, samples }: SampledPiece, rateHz: number): number {
  return startS + samples / rateHz
}

function spread(
  values: Float32Array,
  out: Float32Array,
  { rows, length, at }: { rows: number; length: number; at: number },
): void {
  const count = values.length / rows
  for (let r = 0; r < rows; r++) {
    out.set(values.subarray(r * count, (r + 1) * count), r * length + at)
  }
}

async function epochsOf(parts: Parts, file: string): Promise<FifRecording> {
  const [{ info }] = parts
  const { rateHz, channels } = info
  const found: { part: FifPart; epochs: FifEpochs; epoch: number; event: Event }[] = []
  for (const part of parts) {
    const setting = { channels: channels.length, rateHz }
    const epochs = await fifEpochs(part.source, part.root, setting)
    epochs?.events.forEach((event, epoch) => {
      found.push({ part, epochs, epoch, event })
    })
  }
  if (found.length === 0) fail('file-empty', { file, found: 'neither raw data nor epochs' })
  const ordered = found.sort((a, b) => a.event.onsetS - b.event.onsetS)
  const [{ epochs: first, event: origin }] = ordered
  const { samples, tminS } = first
  const other = ordered.find(({ epochs }) => epochs.samples !== samples)
  if (other) fail('file-corrupt', { file, byte: 0, expected: samples, found: other.epochs.samples })
  const shiftS = -origin.onsetS - tminS
  const events = ordered.map(({ event }) => ({ ...event, onsetS: event.onsetS + shiftS }))
  const pieces = events.map(({ onsetS }, n) => {
    return { startS: onsetS + tminS, first: n * samples, samples }
  })
  const read: SampleReader = (places, [from, to]) => {
    const n = Math.floor(from / samples)
    const { part, epochs, epoch } = ordered[n]
    // the range of a channel is not part of epochs
    const rows = places.map((index) => {
      const { gain, range } = channels[index]
      return { index, gain: gain / range }
    })
    const inside = [from - n * samples, to - n * samples] as const
    return readFifEpoch(part.source, epochs, rows, {
      ...{ channels: channels.length, epoch, span: inside },
    })
  }
  return { file, rateHz, channels, pieces, firstS: 0, read, events }
}
