import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import {
  entryOf,
  findEntry,
  readSectionedText,
  type SectionedText,
  type TextEntry,
} from './brainvision-text.ts'
import { channelType, microvoltsPer, uniqueNames } from './edf-channel.ts'
import type { NumberType } from './number-reader.ts'
import type { SampleLayout } from './sample-rows.ts'
import type { SampledChannel } from './sampled-recording.ts'
import { firstSibling } from './source.ts'

/** A channel of a BrainVision file: value = number in the file x `gain`. */
export interface BrainvisionChannel extends SampledChannel {
  readonly gain: number
}

/** What the header file of a BrainVision recording says. */
export interface BrainvisionHeader {
  readonly dataFile: string
  /** Absent where there are no markers. */
  readonly markerFile?: string
  readonly rateHz: number
  readonly layout: Pick<SampleLayout, 'type' | 'isLittle' | 'order'>
  /** Samples of each channel, where the header states them. */
  readonly dataPoints?: number
  readonly channels: readonly BrainvisionChannel[]
  readonly warnings: readonly string[]
}

const types: Readonly<Record<string, NumberType>> = {
  INT_16: 'int16',
  INT_32: 'int32',
  IEEE_FLOAT_32: 'float32',
}

/** Of a head whose coordinates are stated on a sphere of radius 1, m. */
const headRadiusM = 0.095
const mostChannels = 100_000
const common = 'Common Infos'

/**
 * Reads the header file (`.vhdr`, `.ahdr`) of a BrainVision recording.
 *
 * Names of the other files are those of the header, with `$b` for its own name; where there is no
 * such file, as after renaming, those of the name of the header are taken with a warning. Volts of
 * any prefix become microvolts, a missing unit is the microvolt, other units stay. Coordinates lie
 * in the frame `ras`; a radius of 1 is a head of 95 mm.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte of the line, `format-unknown` for samples
 *   as text, `path-refused` for files elsewhere
 * @see BrainVision Core Data Format 1.0, Brain Products; `mne.io.read_raw_brainvision`
 */
export async function readBrainvisionHeader(source: Source): Promise<BrainvisionHeader> {
  const text = await readSectionedText(source, 'header')
  const warnings: string[] = []
  const layout = layoutOf(text)
  const interval = entryOf(text, common, 'SamplingInterval')
  const rateHz = 1e6 / positive(text, interval)
  const count = whole(text, entryOf(text, common, 'NumberOfChannels'))
  if (!Number.isFinite(rateHz)) corrupt(text, interval, 'a number above 0')
  const channels = channelsOf(text, count, warnings)
  const points = findEntry(text, common, 'DataPoints')
  const files = await filesOf(source, text, warnings)
  const dataPoints = points && whole(text, points)
  return { ...files, rateHz, layout, dataPoints, channels, warnings }
}

function layoutOf(text: SectionedText): BrainvisionHeader['layout'] {
  const format = findEntry(text, common, 'DataFormat')
  if (format !== undefined && format.value.toUpperCase() !== 'BINARY') {
    fail('format-unknown', { file: text.file, found: format.value, expected: 'BINARY' })
  }
  const orientation = entryOf(text, common, 'DataOrientation')
  const orders = { MULTIPLEXED: 'frames', VECTORIZED: 'rows' } as const
  const order = Object.entries(orders).find(([word]) => word === orientation.value.toUpperCase())
  if (order === undefined) return corrupt(text, orientation, Object.keys(orders).join(', '))
  const entry = entryOf(text, 'Binary Infos', 'BinaryFormat')
  const type = Object.entries(types).find(([word]) => word === entry.value.toUpperCase())
  if (type === undefined) return corrupt(text, entry, Object.keys(types).join(', '))
  const turned = findEntry(text, 'Binary Infos', 'UseBigEndianOrder')
  const isLittle = !/^yes$/i.test(turned?.value ?? 'no')
  return { type: type[1], isLittle, order: order[1] }
}

function channelsOf(text: SectionedText, count: number, warnings: string[]): BrainvisionChannel[] {
  const { file } = text
  if (!(count >= 1 && count <= mostChannels)) {
    corrupt(text, entryOf(text, common, 'NumberOfChannels'), `1 to ${mostChannels}`)
  }
  const infos = text.sections.get('channel infos') ?? []
  if (infos.length < count) {
    fail('file-corrupt', { file, byte: 0, expected: count, found: infos.length, of: 'channels' })
  }
  const entries = Array.from({ length: count }, (_, c) => {
    return entryOf(text, 'Channel Infos', `Ch${c + 1}`)
  })
  const cells = entries.map(({ value }) => value.split(',').map((cell) => cell.trim()))
  const labels = cells.map(([name]) => name.replaceAll('\\1', ','))
  const names = uniqueNames(labels)
  const repeated = new Set(labels.filter((label, c) => label !== names[c]))
  for (const label of repeated) warnings.push(`several channels are called ${label}; here numbered`)
  return cells.map(([, , resolution = '', stated = ''], c) => {
    const unit = stated === '' ? 'µV' : stated
    const factor = microvoltsPer(unit)
    const gain = (resolution === '' ? 1 : Number(resolution)) * (factor ?? 1)
    if (!Number.isFinite(gain) || gain === 0) corrupt(text, entries[c], 'a resolution')
    const place = placeOf(text, `Ch${c + 1}`)
    const type = channelType(labels[c], unit)
    return { name: names[c], type, unit: factor === undefined ? unit : 'uV', gain, ...place }
  })
}

/** Radius, inclination from the vertex and azimuth from the right ear, degrees. */
function placeOf(text: SectionedText, key: string): Pick<SampledChannel, 'positionM' | 'frame'> {
  const entry = findEntry(text, 'Coordinates', key)
  if (entry === undefined) return {}
  const [radius, theta, phi] = entry.value.split(',').map(Number)
  if (![radius, theta, phi].every(Number.isFinite)) return corrupt(text, entry, 'three numbers')
  if (radius === 0) return {}
  const length = radius === 1 ? headRadiusM : radius / 1000
  const [polar, azimuth] = [theta, phi].map((degrees) => (degrees * Math.PI) / 180)
  const flat = length * Math.sin(polar)
  const positionM = [
    flat * Math.cos(azimuth),
    flat * Math.sin(azimuth),
    length * Math.cos(polar),
  ] as const
  return { positionM, frame: 'ras' }
}

async function filesOf(source: Source, text: SectionedText, warnings: string[]) {
  const own = source.name.replace(/^.*[\\/]/, '')
  const base = own.replace(/\.[^.]*$/, '')
  const stated = (key: string) => findEntry(text, common, key)?.value.replaceAll('$b', base)
  const data = stated('DataFile') ?? entryOf(text, common, 'DataFile').value
  const markers = stated('MarkerFile')
  const dataFile = (await firstSibling(source, [data, `${base}.eeg`])) ?? data
  if (dataFile !== data) warnings.push(`there is no ${data}; ${dataFile} is read`)
  if (markers === undefined) return { dataFile }
  const markerFile = await firstSibling(source, [markers, `${base}.vmrk`])
  if (markerFile === undefined) warnings.push(`there is no ${markers}, so there are no markers`)
  else if (markerFile !== markers) warnings.push(`there is no ${markers}; ${markerFile} is read`)
  return { dataFile, markerFile }
}

function positive(text: SectionedText, entry: TextEntry): number {
  const value = Number(entry.value)
  return value > 0 && Number.isFinite(value) ? value : corrupt(text, entry, 'a number above 0')
}

function whole(text: SectionedText, entry: TextEntry): number {
  const value = /^\d+$/.test(entry.value) ? Number(entry.value) : Number.NaN
  return Number.isSafeInteger(value) ? value : corrupt(text, entry, 'a whole number')
}

function corrupt(
  { file }: SectionedText,
  { key, value, byte }: TextEntry,
  expected: string,
): never {
  return fail('file-corrupt', { file, byte, field: key, expected, found: value.slice(0, 80) })
}
