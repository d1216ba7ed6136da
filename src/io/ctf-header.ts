import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { SensorType } from '../tables/sensors.ts'
import type { CtfPoint } from './ctf-points.ts'
import { uniqueNames } from './edf-channel.ts'
import type { SampledChannel } from './sampled-recording.ts'

/** A channel of a CTF recording: value = number in the file x `gain`. */
export interface CtfChannel extends SampledChannel {
  readonly gain: number
  /** Of an electrode whose place is in the header: in the axes of CTF's head, m. */
  readonly electrodeM?: CtfPoint
}

/** What the `.res4` file of a CTF recording says. */
export interface CtfHeader {
  readonly rateHz: number
  /** Samples of a trial; trials follow each other in the files of samples. */
  readonly trialSamples: number
  /** Trials of the recording, in all its files. */
  readonly trials: number
  /** Samples of a trial before its trigger. */
  readonly before: number
  readonly channels: readonly CtfChannel[]
}

const [countsAt, textLengthAt, textAt] = [1288, 1836, 1844]
const [nameBytes, channelBytes, filterBytes, coefficientBytes] = [32, 1328, 18, 1992]
const mostBytes = 64 * 1024 * 1024
const mostChannels = 10_000

/**
 * Reads the header of a CTF recording (`.res4`), big-endian.
 *
 * Magnetometers and gradiometers are in T, as MNE-Python has them; EEG in uV; what is not MEG, EEG
 * or stimulus is `misc`. Places and normals of coils are turned into the axes that Neuromag has
 * (45 degrees about z, 190 mm up); a coil in the origin has none and is `misc`.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte, `file-truncated`, `file-too-large`
 * @see `mne.io.read_raw_ctf`
 */
export async function readCtfHeader(source: Source): Promise<CtfHeader> {
  const { name: file, size } = source
  if (size > mostBytes) fail('file-too-large', { file, byte: 0, size, most: mostBytes })
  const bytes = await source.read(0, size)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const need = (end: number) => {
    if (!(end <= size)) fail('file-truncated', { file, byte: size, expected: end })
  }
  need(textAt + 2)
  if (!/^MEG4/.test(Buffer.from(bytes.subarray(0, 4)).toString('latin1'))) {
    fail('file-corrupt', { file, byte: 0, expected: 'MEG4' })
  }
  const [trialSamples, count] = [view.getInt32(countsAt), view.getInt16(countsAt + 4)]
  const [rateHz, before] = [view.getFloat64(countsAt + 8), view.getInt32(countsAt + 28)]
  const isSound = trialSamples > 0 && count > 0 && rateHz > 0 && Number.isFinite(rateHz)
  if (!isSound || count > mostChannels) {
    const found = { samples: trialSamples, channels: count, rateHz }
    fail('file-corrupt', { file, byte: countsAt, found })
  }
  const at = namesAt(view, need, file)
  const infoAt = at + nameBytes * count
  need(infoAt + channelBytes * count + 2)
  const coefficients = Math.max(0, view.getInt16(infoAt + channelBytes * count))
  need(infoAt + channelBytes * count + 2 + coefficientBytes * coefficients)
  const labels = Array.from({ length: count }, (_, c) => textOf(bytes, at + nameBytes * c))
  const channels = uniqueNames(labels).map((name, c) => {
    return channelOf(view, infoAt + channelBytes * c, { name, file })
  })
  const trials = view.getInt16(countsAt + 24)
  return { rateHz, trialSamples, trials, before: Math.max(0, before), channels }
}

/** Where names begin: behind a text and filters of any length. */
function namesAt(view: DataView, need: (end: number) => void, file: string): number {
  const length = view.getInt32(textLengthAt)
  if (length < 0) fail('file-corrupt', { file, byte: textLengthAt, found: length })
  let at = textAt + length
  need(at + 2)
  const filters = view.getInt16(at)
  at += 2
  for (let k = 0; k < filters; k++) {
    need(at + filterBytes)
    const parameters = view.getInt16(at + 16)
    if (parameters < 0) fail('file-corrupt', { file, byte: at + 16, found: parameters })
    at += filterBytes + 8 * parameters
  }
  return at
}

function textOf(bytes: Uint8Array, at: number): string {
  const text = Buffer.from(bytes.subarray(at, at + nameBytes)).toString('latin1')
  return text.replace(/\0.*$/s, '').trim()
}

/** Sensor types by number. */
const types: Readonly<Record<number, SensorType>> = {
  ...{ 0: 'refMeg', 1: 'refMeg', 5: 'mag', 9: 'eeg', 11: 'stim' },
}
/** Coil types as FIF files number them. */
const coils: Readonly<Record<number, number>> = { 0: 5002, 1: 5003, 5: 5001 }
const coilAt = 48

function channelOf(
  view: DataView,
  at: number,
  { name, file }: { readonly name: string; readonly file: string },
): CtfChannel {
  const code = view.getInt16(at)
  const [proper, q] = [view.getFloat64(at + 8), view.getFloat64(at + 16)]
  const scale = 1 / (proper * q)
  if (!Number.isFinite(scale)) {
    fail('file-corrupt', { file, byte: at + 8, channel: name, gains: [proper, q] })
  }
  const type = types[code] ?? 'misc'
  if (type === 'mag' || type === 'refMeg') {
    const place = coilPlace(view, at + coilAt, { turn: proper > 0, isDouble: code === 1 })
    if (place === undefined) return { name, type: 'misc', unit: 'uV', gain: scale * 1e6 }
    const { isAcross, ...known } = place
    const coil = isAcross ? 5004 : coils[code]
    return { name, type, unit: 'T', gain: scale, coil, frame: 'device', ...known }
  }
  if (type === 'stim') return { name, type, unit: '', gain: scale }
  const place = type === 'eeg' ? electrodePlace(view, at + coilAt) : {}
  return { name, type, unit: 'uV', gain: scale * 1e6, ...place }
}

/** One within 0.1 mm of the origin is none. */
function electrodePlace(view: DataView, at: number): Pick<CtfChannel, 'electrodeM'> {
  const [x, y, z] = [0, 8, 16].map((offset) => view.getFloat64(at + offset) / 100)
  return Math.hypot(x, y, z) >= 1e-4 ? { electrodeM: [x, y, z] } : {}
}

type Point = readonly [number, number, number]

/**
 * Place and normal of the first coil, or, for two coils whose normals lie across the line that
 * joins them, the place between them. `undefined` in the origin.
 */
function coilPlace(
  view: DataView,
  at: number,
  { turn, isDouble }: { readonly turn: boolean; readonly isDouble: boolean },
) {
  const point = (from: number, scale: number): Point => {
    const [x, y, z] = [0, 8, 16].map((offset) => view.getFloat64(from + offset) * scale)
    return [x, y, z]
  }
  const [first, normal] = [point(at, 0.01), point(at + 32, turn ? -1 : 1)]
  const length = Math.hypot(...normal)
  if (!(Math.hypot(...first) ** 2 >= 1e-6 && length ** 2 >= 1e-6)) return undefined
  const second = point(at + 80, 0.01)
  const apart = first.map((v, axis) => v - second[axis])
  const distance = Math.hypot(...apart)
  const along = apart.reduce((sum, v, axis) => sum + v * normal[axis], 0) / (distance || 1)
  const isAcross = isDouble && Math.abs(along) < 1e-3
  const [x, y, z] = isAcross ? first.map((v, axis) => v - apart[axis] / 2) : first
  const [px, py, pz] = turned([x, y, z])
  const scaled = normal.map((v) => (isAcross ? v : v / length))
  return {
    positionM: [px, py, pz + 0.19] as const,
    orientation: turned([scaled[0], scaled[1], scaled[2]]),
    isAcross,
  }
}

/** Turned by 45 degrees about z. */
function turned([x, y, z]: Point): Point {
  return [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2, z]
}
