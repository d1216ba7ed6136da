import { fail } from '../errors.ts'
import type { BesideFile } from '../reader.ts'
import { channelKey } from '../tables/channel.ts'
import { withNote } from '../tables/note.ts'
import { type Sensor, type SensorType, sensorsOf, withSensors } from '../tables/sensors.ts'
import { type Signals, segmentsOf, withSamples } from '../tables/signals.ts'
import { f64Of, type Table, withMeta, wordsOf } from '../tables/table.ts'
import { trOf, withTr } from '../tables/volumes.ts'
import { type BidsChannel, readChannels } from './bids.ts'
import { coordinateSystem, placeInMetres, readElectrodes } from './bids-electrodes.ts'
import { microvoltsPer } from './edf-channel.ts'
import { type JsonObject, readJsonObject } from './json.ts'
import { withFile } from './source.ts'

/**
 * Adds to a table what the files beside a BIDS recording say of it.
 *
 * `channels`: types and, where a status is stated, which channels are bad; and microvolts for
 * channels whose own file states no unit. `electrodes` with `coordsystem`: places. `metadata`:
 * power line frequency, reference and task, as metadata entries `powerLineHz`, `reference` and
 * `taskName`; the rate and the repetition time must be those of the recording, a repetition time
 * that an image lacks is filled in.
 *
 * @throws {NeurarrowError} `file-corrupt` with the file and the line or member that contradicts the
 *   recording, and as the readers of these files
 */
export async function withBeside(table: Table, files: readonly BesideFile[]): Promise<Table> {
  const path = (as: BesideFile['as']) => files.find((file) => file.as === as)?.path
  const [channels, electrodes, system] = [path('channels'), path('electrodes'), path('coordsystem')]
  const isSignals = table.kind === 'signals'
  let out = table
  if (isSignals && channels !== undefined) {
    out = withChannelFacts(out as Signals, await withFile(channels, readChannels), channels)
  }
  if (isSignals && electrodes !== undefined) out = await withPlaces(out, electrodes, system)
  for (const { as, path: file } of files) {
    if (as === 'metadata') out = withFacts(out, await withFile(file, readJsonObject), file)
  }
  return out
}

/** Types of channels in BIDS, and what they are here; others are `misc`. */
const types: Readonly<Record<string, SensorType>> = {
  ...{ EEG: 'eeg', ECOG: 'ecog', SEEG: 'seeg', DBS: 'seeg', MEGMAG: 'mag', EMG: 'emg' },
  ...{ MEGGRADAXIAL: 'grad', MEGGRADPLANAR: 'grad', MEGREFMAG: 'refMeg', RESP: 'resp' },
  ...{ MEGREFGRADAXIAL: 'refMeg', MEGREFGRADPLANAR: 'refMeg', TRIG: 'stim', STIM: 'stim' },
  ...{ EOG: 'eog', VEOG: 'eog', HEOG: 'eog', ECG: 'ecg', EKG: 'ecg' },
}

function withChannelFacts(table: Signals, rows: readonly BidsChannel[], file: string): Table {
  const names = [...new Set(wordsOf(table, 'channel'))]
  const find = finder(rows)
  const units = JSON.parse(table.meta.units ?? '{}') as Record<string, string>
  const sensors: Record<string, Sensor> = { ...sensorsOf(table) }
  const gains = new Map<string, number>()
  const differing: string[] = []
  for (const name of names) {
    const row = find(name)
    if (row === undefined) {
      return fail('file-corrupt', {
        file,
        line: 1,
        channel: name,
        expected: 'a row for each channel',
      })
    }
    const { bad, ...known } = sensors[name] ?? {}
    const isBad = row.status === undefined ? bad : row.status === 'bad'
    const type = types[row.type] ?? 'misc'
    sensors[name] = { ...known, type, ...(isBad ? { bad: true } : {}) }
    const gain = microvoltsPer(row.unit)
    if (units[name] === '' && gain !== undefined) gains.set(name, gain)
    else if (isOther(units[name], row.unit)) differing.push(name)
  }
  for (const name of gains.keys()) units[name] = 'uV'
  const scaled = gains.size > 0 ? withGains(table, gains) : table
  const known = gains.size > 0 ? withMeta(scaled, { units: JSON.stringify(units) }) : scaled
  const described = withSensors(known, sensors)
  if (differing.length === 0) return described
  const says = 'channels.tsv states another unit than the recording, whose own is taken'
  return withNote(described, { stage: 'read', says, channels: differing })
}

/** Whether one unit is of volts and the other, which is stated too, is not. */
function isOther(own: string | undefined, told: string): boolean {
  if (own === undefined || own === '' || told === '') return false
  return (microvoltsPer(own) === undefined) !== (microvoltsPer(told) === undefined)
}

function withGains(table: Signals, gains: ReadonlyMap<string, number>): Signals {
  const blocks = segmentsOf(table).map(({ channels, values, samples }) => {
    const out = values.slice()
    for (const [c, name] of channels.entries()) {
      const gain = gains.get(name) ?? 1
      for (let t = c * samples; t < (c + 1) * samples; t++) out[t] *= gain
    }
    return out
  })
  return withSamples(table, blocks)
}

async function withPlaces(table: Table, file: string, systemFile?: string): Promise<Table> {
  const electrodes = await withFile(file, readElectrodes)
  if (systemFile === undefined) {
    const remedy = 'a coordsystem.json of the same space says unit and axes'
    return withNote(table, { stage: 'read', says: 'places of electrodes are not used', remedy })
  }
  const members = await withFile(systemFile, readJsonObject)
  const system = coordinateSystem(members, systemFile)
  const find = finder(electrodes)
  const sensors: Record<string, Sensor> = { ...sensorsOf(table) }
  for (const name of new Set(wordsOf(table, 'channel'))) {
    const place = find(name)?.place
    const positionM = place && placeInMetres(place, system)
    if (positionM) sensors[name] = { ...sensors[name], positionM, frame: system.frame }
  }
  return withSensors(table, sensors)
}

/** Finds what is said of a channel: the exact name, else one of the same key. */
function finder<T extends { readonly name: string }>(rows: readonly T[]) {
  const exact = new Map(rows.map((row) => [row.name, row]))
  const alike = new Map(rows.map((row) => [channelKey(row.name), row]))
  return (name: string): T | undefined => exact.get(name) ?? alike.get(channelKey(name))
}

/** Members that become metadata entries as they are, and how these are called. */
const entries: Readonly<Record<string, string>> = {
  PowerLineFrequency: 'powerLineHz',
  EEGReference: 'reference',
  iEEGReference: 'reference',
  TaskName: 'taskName',
}

function withFacts(table: Table, members: JsonObject, file: string): Table {
  const meta: Record<string, string> = {}
  for (const [member, entry] of Object.entries(entries)) {
    const value = members[member]
    if (value !== undefined && value !== 'n/a') meta[entry] = String(value)
  }
  const told = withMeta(table, meta)
  if (table.kind === 'signals') checkRate(table, members.SamplingFrequency, file)
  return table.kind === 'volumes'
    ? withRepetition(told as Table<'volumes'>, members.RepetitionTime, file)
    : told
}

function checkRate(table: Table, stated: unknown, file: string): void {
  if (stated === undefined) return
  const rates = [...new Set(f64Of(table, 'rateHz'))]
  const agrees = rates.some((rate) => Math.abs(Number(stated) - rate) <= 1e-3 * rate)
  if (agrees || rates.length === 0) return
  const facts = { file, byte: 0, member: 'SamplingFrequency' }
  fail('file-corrupt', { ...facts, found: stated, expected: rates })
}

function withRepetition(table: Table<'volumes'>, stated: unknown, file: string): Table {
  if (stated === undefined) return table
  const trS = trOf(table)
  const told = Number(stated)
  const facts = { file, byte: 0, member: 'RepetitionTime', found: stated }
  if (!(told > 0)) fail('file-corrupt', { ...facts, expected: 'a time above 0 s' })
  if (trS === 0) return withTr(table, told)
  // headers hold it as a 32-bit number, some rounded to milliseconds
  if (Math.abs(told - trS) > 1e-3) fail('file-corrupt', { ...facts, expected: trS })
  return table
}
