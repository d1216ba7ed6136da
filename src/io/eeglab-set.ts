import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import type { SensorType } from '../tables/sensors.ts'
import { channelType, uniqueNames } from './edf-channel.ts'
import {
  type MatLater,
  type MatNumbers,
  type MatStructs,
  type MatValue,
  type MatVariables,
  soleNumber,
  soleStruct,
  wordOf,
} from './mat-value.ts'
import { readMat5 } from './mat5.ts'
import { readMat73 } from './mat73.ts'
import type { SampledChannel, SampledPiece } from './sampled-recording.ts'

/** What a data set of EEGLAB says. */
export interface EeglabSet {
  readonly rateHz: number
  readonly channels: readonly SampledChannel[]
  /** Of each channel, all trials together. */
  readonly samples: number
  /** 1 for a recording that is not cut into epochs. */
  readonly trials: number
  /** The numbers themselves, or the name of the file that holds them. */
  readonly data: MatNumbers | MatLater | string
  readonly events: readonly Event[]
  readonly pieces: readonly SampledPiece[]
  readonly warnings: readonly string[]
}

const mostChannels = 100_000
/** Event that stands where samples were cut out. */
const boundary = 'boundary'

/**
 * Reads a data set of EEGLAB (`.set`) without its samples.
 *
 * Times count samples: those of events are their latency less one, over the rate. The recording is
 * cut into pieces at `boundary` events and between trials. Positions are in the frame `ras`, their
 * unit found from the mean distance to the origin as MNE-Python does.
 *
 * @throws {NeurarrowError} `file-corrupt` with the field that is missing or wrong, `format-unknown`
 *   for several data sets in one file and for samples in the old `.dat` format
 * @see EEGLAB's `eeg_checkset`; `mne.io.read_raw_eeglab`
 */
export async function readEeglabSet(source: Source): Promise<EeglabSet> {
  const { name: file } = source
  const eeg = eegOf(await variablesOf(source), file)
  const number = (field: string, otherwise?: number) => {
    const value = soleNumber(eeg.get(field)) ?? otherwise
    return value ?? fail('file-corrupt', { file, byte: 0, missing: `EEG.${field}` })
  }
  const whole = (field: string, least: number, otherwise?: number) => {
    const value = number(field, otherwise)
    if (Number.isSafeInteger(value) && value >= least) return value
    return fail('file-corrupt', { file, byte: 0, field: `EEG.${field}`, found: value })
  }
  const rateHz = number('srate')
  if (!(rateHz > 0 && Number.isFinite(rateHz))) {
    fail('file-corrupt', { file, byte: 0, field: 'EEG.srate', found: rateHz })
  }
  const [count, points, trials] = [whole('nbchan', 1), whole('pnts', 1), whole('trials', 1, 1)]
  if (count > mostChannels) fail('file-too-large', { file, byte: 0, channels: count })
  const samples = points * trials
  const data = dataOf(eeg.get('data'), count * samples, file)
  const warnings: string[] = []
  const channels = channelsOf(eeg, count, { file, warnings })
  const events = eventsOf(structsOf(eeg.get('event')), rateHz)
  const pieces = piecesOf(events, { rateHz, points, trials, file })
  return { rateHz, channels, samples, trials, data, events, pieces, warnings }
}

/** Fields of data sets, channels and events that are read; others may be large. */
const wanted = new Set([
  ...['EEG', 'ALLEEG', 'srate', 'nbchan', 'pnts', 'trials', 'data', 'chanlocs', 'event'],
  ...['labels', 'X', 'Y', 'Z', 'type', 'latency', 'duration'],
])

/** Files of version 7.3 say so in their first bytes, or begin as other HDF5 files. */
async function variablesOf(source: Source): Promise<MatVariables> {
  const head = Buffer.from(await source.read(0, 20)).toString('latin1')
  const isHdf5 = /^MATLAB 7\.3 MAT-file|^\x89HDF/.test(head)
  return isHdf5 ? readMat73(source, wanted) : readMat5(source)
}

function eegOf(variables: MatVariables, file: string): MatVariables {
  if (variables.has('ALLEEG')) {
    fail('format-unknown', { file, found: 'ALLEEG', expected: 'one data set in a file' })
  }
  // newer versions save the fields as variables of their own
  const eeg = variables.has('EEG') ? soleStruct(variables.get('EEG')) : variables
  return eeg ?? fail('file-corrupt', { file, byte: 0, expected: 'one struct called EEG' })
}

function dataOf(value: MatValue | undefined, expected: number, file: string): EeglabSet['data'] {
  if (value?.kind === 'text') {
    if (/\.fdt$/i.test(value.text)) return value.text.replace(/^.*[\\/]/, '')
    return fail('format-unknown', { file, found: value.text, expected: 'samples in a .fdt file' })
  }
  if (value?.kind === 'numbers' || value?.kind === 'later') {
    const found = value.shape.reduce((product, n) => product * n, 1)
    if (found === expected) return value
    return fail('file-corrupt', { file, byte: 0, field: 'EEG.data', expected, found })
  }
  return fail('file-corrupt', { file, byte: 0, missing: 'EEG.data' })
}

function structsOf(value: MatValue | undefined): MatStructs {
  return value?.kind === 'structs' ? value : { kind: 'structs', count: 0, fields: new Map() }
}

interface Report {
  readonly file: string
  readonly warnings: string[]
}

function channelsOf(eeg: MatVariables, count: number, { file, warnings }: Report) {
  const places = structsOf(eeg.get('chanlocs'))
  if (places.count !== count && places.count > 0) {
    fail('file-corrupt', { file, byte: 0, field: 'EEG.chanlocs', expected: count })
  }
  const field = (name: string, c: number) => places.fields.get(name)?.[c]
  const labels = Array.from({ length: count }, (_, c) => {
    return wordOf(field('labels', c))?.trim() || `EEG ${String(c).padStart(3, '0')}`
  })
  const names = uniqueNames(labels)
  if (names.some((name, c) => name !== labels[c])) {
    warnings.push('several channels have one name; here they are numbered')
  }
  const positions = positionsOf(places, count)
  return names.map((name, c): SampledChannel => {
    const type = typeOf(wordOf(field('type', c)) ?? '', labels[c])
    const positionM = positions[c]
    const place = positionM ? { positionM, frame: 'ras' as const } : {}
    return { name, type, unit: 'uV', ...place }
  })
}

const types: Readonly<Record<string, SensorType>> = {
  eeg: 'eeg',
  ecog: 'ecog',
  seeg: 'seeg',
  mag: 'mag',
  grad: 'grad',
  eog: 'eog',
  ecg: 'ecg',
  emg: 'emg',
  resp: 'resp',
  stim: 'stim',
  misc: 'misc',
}

function typeOf(stated: string, label: string): SensorType {
  return types[stated.trim().toLowerCase()] ?? channelType(label, 'uV')
}

/** In EEGLAB x points to the nose and y to the left ear. */
function positionsOf(places: MatStructs, count: number) {
  const [x, y, z] = ['X', 'Y', 'Z'].map((axis) => places.fields.get(axis) ?? [])
  const found = Array.from({ length: count }, (_, c) => {
    const [nose, left, up] = [x[c], y[c], z[c]].map((value) => soleNumber(value) ?? Number.NaN)
    const position = [0 - left, nose, up] as const
    return position.every(Number.isFinite) && position.some((v) => v !== 0) ? position : undefined
  })
  const lengths = found.flatMap((position) => (position ? Math.hypot(...position) : []))
  const mean = lengths.reduce((sum, length) => sum + length / lengths.length, 0)
  const scale = mean < 0.25 ? 1 : mean < 2.5 ? 0.1 : mean < 25 ? 0.01 : 0.001
  return found.map((position) => {
    if (position === undefined) return undefined
    const [right, nose, up] = position
    return [right * scale, nose * scale, up * scale] as const
  })
}

/** Events in time order as the file has them; those without a latency are left out. */
function eventsOf({ fields, count }: MatStructs, rateHz: number): Event[] {
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const latency = soleNumber(fields.get('latency')?.[i])
    if (latency === undefined || !Number.isFinite(latency)) return []
    const length = soleNumber(fields.get('duration')?.[i]) ?? 0
    const durationS = length > 0 && Number.isFinite(length) ? length / rateHz : 0
    const label = wordOf(fields.get('type')?.[i]) ?? ''
    return [{ onsetS: (latency - 1) / rateHz, durationS, label }]
  })
}

interface Extent {
  readonly rateHz: number
  readonly points: number
  readonly trials: number
  readonly file: string
}

function piecesOf(
  events: readonly Event[],
  { rateHz, points, trials, file }: Extent,
): SampledPiece[] {
  const samples = points * trials
  const cuts = events.flatMap(({ label, onsetS }) => {
    // a boundary lies between two samples: at half a sample, or on the first that follows
    return label === boundary ? Math.ceil(onsetS * rateHz - 1e-6) : []
  })
  if (trials > 1) {
    // every trial takes a row of each channel
    if (trials > 10_000_000) fail('file-too-large', { file, byte: 0, trials })
    for (let trial = 1; trial < trials; trial++) cuts.push(trial * points)
  }
  const inside = cuts.filter((sample) => sample > 0 && sample < samples)
  const starts = [...new Set([0, ...inside])].sort((a, b) => a - b)
  return starts.map((first, i) => {
    return { startS: first / rateHz, first, samples: (starts[i + 1] ?? samples) - first }
  })
}
