import { fail } from '../errors.ts'
import type { ChannelInfo, RecordingInfo } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import type { SensorType } from '../tables/sensors.ts'

/** The version of BIDS whose rules the texts below follow. */
export const bidsVersion = '1.10.0'

/** A JSON file: two spaces, a line end at the end; members that are undefined are left out. */
export function bidsJson(members: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(members, null, 2)}\n`
}

/**
 * A table as BIDS keeps it: tab-separated with a header; absent and NaN cells are `n/a`.
 *
 * @throws {NeurarrowError} `arguments-invalid` for a cell that holds a tab or a line end
 */
export function bidsTable(
  columns: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string {
  const lines = [columns, ...rows.map((row) => row.map(cellText))].map((cells) => {
    const wrong = cells.find((cell) => /[\t\r\n]/.test(cell))
    if (wrong !== undefined)
      fail('arguments-invalid', { cell: wrong, expected: 'one line of text' })
    return cells.join('\t')
  })
  return `${lines.join('\n')}\n`
}

function cellText(cell: string | number | undefined): string {
  if (cell === undefined || cell === '' || Number.isNaN(cell)) return 'n/a'
  return String(cell)
}

/** What types of sensors are called in `channels.tsv`. */
const typeWords: Readonly<Record<SensorType, string>> = {
  ...{ eeg: 'EEG', ecog: 'ECOG', seeg: 'SEEG', mag: 'MEGMAG', grad: 'MEGGRADPLANAR' },
  ...{ refMeg: 'MEGREFMAG', eog: 'EOG', ecg: 'ECG', emg: 'EMG', resp: 'RESP', stim: 'TRIG' },
  ...{ annotations: 'MISC', misc: 'MISC' },
}

/** A channel as `channels.tsv` has it; without `bad` it is good. */
export type DescribedChannel = Pick<ChannelInfo, 'name' | 'type' | 'unit' | 'rateHz'> & {
  readonly bad?: boolean
}

/** The text of a `channels.tsv`: name, type, unit, rate and status of each channel. */
export function channelsText(channels: readonly DescribedChannel[]): string {
  const signals = channels.filter(({ type }) => type !== 'annotations')
  return bidsTable(
    ['name', 'type', 'units', 'sampling_frequency', 'status'],
    signals.map(({ name, type, unit, rateHz, bad }) => {
      return [name, typeWords[type], unit, rateHz, bad ? 'bad' : 'good']
    }),
  )
}

/** The text of an `events.tsv`: onset and duration in s, and the label. */
export function eventsText(events: readonly Event[]): string {
  return bidsTable(
    ['onset', 'duration', 'trial_type'],
    events.map(({ onsetS, durationS, label }) => [onsetS, durationS, label]),
  )
}

/**
 * The texts of an `electrodes.tsv` and its `coordsystem.json`, of the channels that have a place;
 * `undefined` when none has one in metres, or frames differ.
 */
export function electrodesTexts(
  channels: readonly Pick<ChannelInfo, 'name' | 'positionM' | 'frame'>[],
  prefix: 'EEG' | 'iEEG',
): { readonly electrodes: string; readonly coordsystem: string } | undefined {
  const frames = new Set(channels.flatMap(({ positionM, frame }) => (positionM ? [frame] : [])))
  const [frame] = frames
  if (frames.size !== 1) return undefined
  const rows = channels.map(({ name, positionM }) => [
    name,
    ...(positionM ?? ['n/a', 'n/a', 'n/a']),
  ])
  const system = frame === 'head' ? 'CapTrak' : frame === 'mni' ? 'MNI152Lin' : 'Other'
  const isOther = system === 'Other'
  return {
    electrodes: bidsTable(['name', 'x', 'y', 'z'], rows),
    coordsystem: bidsJson({
      [`${prefix}CoordinateSystem`]: system,
      [`${prefix}CoordinateUnits`]: 'm',
      [`${prefix}CoordinateSystemDescription`]: isOther
        ? `axes that the recording calls ${frame}`
        : undefined,
    }),
  }
}

/** Members of an `_eeg.json` that count channels of a type. */
const counted: Readonly<Record<string, readonly SensorType[]>> = {
  EEGChannelCount: ['eeg'],
  EOGChannelCount: ['eog'],
  ECGChannelCount: ['ecg'],
  EMGChannelCount: ['emg'],
  MiscChannelCount: ['misc', 'resp', 'ecog', 'seeg', 'mag', 'grad', 'refMeg'],
  TriggerChannelCount: ['stim'],
}

/**
 * The text of an `_eeg.json`. What the file does not tell (power line, reference, filters) is
 * `n/a`.
 */
export function eegText(info: RecordingInfo, task: string, more: Record<string, unknown> = {}) {
  const signals = info.channels.filter(({ type }) => type !== 'annotations')
  const rates = signals.map(({ rateHz }) => rateHz)
  const counts = Object.entries(counted).map(([member, types]) => {
    return [member, signals.filter(({ type }) => types.includes(type)).length]
  })
  return bidsJson({
    TaskName: task,
    EEGReference: 'n/a',
    SamplingFrequency: rates.reduce((most, rate) => Math.max(most, rate), 0),
    PowerLineFrequency: 'n/a',
    SoftwareFilters: 'n/a',
    ...Object.fromEntries(counts),
    RecordingDuration: info.durationS,
    RecordingType: info.segments.length > 1 ? 'discontinuous' : 'continuous',
    ...more,
  })
}
