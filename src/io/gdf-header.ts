import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { channelType, microvoltsPer, uniqueNames } from './edf-channel.ts'
import { edfStart } from './edf-start.ts'
import { bytesOfNumber, type NumberType } from './number-reader.ts'
import type { SampledChannel } from './sampled-recording.ts'

/** A channel of a GDF file. */
export interface GdfChannel extends SampledChannel {
  readonly numbers: NumberType
  /** Samples in a data record. */
  readonly perRecord: number
  /** First byte within a data record. */
  readonly offset: number
  /** Value = number in the file x `gain` + `base`; NaN where the header states no range. */
  readonly gain: number
  readonly base: number
  /** Where the header has its ranges, for messages. */
  readonly rangeByte: number
}

/** What the header of a GDF file says. */
export interface GdfHeader {
  readonly version: number
  readonly startedAt?: string
  readonly headerBytes: number
  readonly recordBytes: number
  readonly recordS: number
  readonly records: number
  readonly channels: readonly GdfChannel[]
  readonly warnings: readonly string[]
}

const types: Readonly<Record<number, NumberType>> = {
  1: 'int8',
  2: 'uint8',
  3: 'int16',
  4: 'uint16',
  5: 'int32',
  6: 'uint32',
  7: 'int64',
  8: 'uint64',
  16: 'float32',
  17: 'float64',
}

/** Codes of units without their decimal factor, which is the lowest five bits. */
const volt = 4256
const units: Readonly<Record<number, string>> = {
  0: '',
  512: '1',
  544: '%',
  2496: 'Hz',
  4288: 'Ohm',
  6048: 'degC',
}

/** Where the parts of a channel's description begin, bytes from the first channel's, times C. */
const places = {
  1: { unit: 96, ranges: 104, perRecord: 216, type: 220 },
  2: { unit: 102, ranges: 104, perRecord: 216, type: 220 },
} as const

/**
 * Reads the header of a GDF file of versions 1 and 2.
 *
 * Volts of any prefix become microvolts. Positions of sensors are not read: the format names no
 * unit for them.
 *
 * @throws {NeurarrowError} `file-truncated` or `file-corrupt` with the byte of the field
 * @see Schlögl (2006), GDF - A general dataformat for biosignals, arXiv:cs/0608052
 */
export async function readGdfHeader(source: Source): Promise<GdfHeader> {
  const { name: file, size } = source
  const first = fieldsOf(await source.read(0, 256), file, 256)
  const version = versionOf(first)
  const isOld = version < 1.9
  const count = isOld ? first.view.getUint32(252, true) : first.view.getUint16(252, true)
  const own = 256 * (count + 1)
  if (count < 1) fail('file-corrupt', { file, byte: 252, signals: count })
  if (own > size) fail('file-truncated', { file, byte: size, expected: own })
  const stated = isOld ? int64(first, 184) : 256 * first.view.getUint16(184, true)
  if (!(stated >= own)) fail('file-corrupt', { file, byte: 184, expected: own, found: stated })
  if (stated > size) fail('file-truncated', { file, byte: size, expected: stated })
  const warnings: string[] = []
  const all = fieldsOf(await source.read(0, own), file, own)
  const channels = channelsOf(all, count, isOld)
  const last = channels[count - 1]
  const recordBytes = last.offset + last.perRecord * bytesOfNumber[last.numbers]
  if (recordBytes === 0) fail('file-corrupt', { file, byte: 256, found: 'no samples' })
  const recordS = recordLength(first, warnings)
  const present = Math.floor((size - stated) / recordBytes)
  const declared = int64(first, 236)
  if (declared < -1) fail('file-corrupt', { file, byte: 236, records: declared })
  // -1 stands for a recording whose end was never written down
  const records = declared === -1 ? present : declared
  const startedAt = isOld ? oldStart(first, warnings) : newStart(first)
  const sizes = { headerBytes: stated, recordBytes, recordS, records }
  return { version, startedAt, ...sizes, channels, warnings }
}

interface Fields {
  readonly file: string
  readonly bytes: Uint8Array
  readonly view: DataView
}

function fieldsOf(bytes: Uint8Array, file: string, expected: number): Fields {
  if (bytes.length < expected) fail('file-truncated', { file, byte: bytes.length, expected })
  return { file, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

function textOf({ bytes }: Fields, from: number, width: number): string {
  const used = bytes.subarray(from, from + width)
  const end = used.indexOf(0)
  return new TextDecoder('latin1').decode(end < 0 ? used : used.subarray(0, end)).trim()
}

function int64({ view }: Fields, at: number): number {
  return Number(view.getBigInt64(at, true))
}

function versionOf(fields: Fields): number {
  const found = textOf(fields, 0, 8)
  const version = Number(/^GDF ([12]\.\d+)$/.exec(found)?.[1] ?? Number.NaN)
  if (version >= 1) return version
  return fail('file-corrupt', { file: fields.file, byte: 0, expected: 'GDF 1 or 2', found })
}

function channelsOf(fields: Fields, count: number, isOld: boolean): GdfChannel[] {
  const { view, file } = fields
  const place = places[isOld ? 1 : 2]
  const at = (start: number, width: number, c: number) => 256 + start * count + width * c
  const labels = Array.from({ length: count }, (_, c) => textOf(fields, at(0, 16, c), 16))
  const names = uniqueNames(labels)
  let offset = 0
  return names.map((name, c) => {
    const rangeByte = at(place.ranges, 8, c)
    const range = [0, 8, 16, 24].map((start, i) => {
      const byte = at(place.ranges + start, 8, c)
      return isOld && i >= 2 ? int64(fields, byte) : view.getFloat64(byte, true)
    })
    const perRecord = view.getUint32(at(place.perRecord, 4, c), true)
    const code = view.getUint32(at(place.type, 4, c), true)
    const numbers = types[code]
    if (numbers === undefined) {
      const expected = 'a type of numbers'
      return fail('file-corrupt', { file, byte: at(place.type, 4, c), expected, found: code })
    }
    const unit = isOld ? textOf(fields, at(place.unit, 8, c), 8) : unitOf(fields, at(102, 2, c))
    const scale = scaleOf(range, unit, labels[c])
    const channel: GdfChannel = { name, ...scale, numbers, perRecord, offset, rangeByte }
    offset += perRecord * bytesOfNumber[numbers]
    return channel
  })
}

function unitOf({ view }: Fields, at: number): string {
  const code = view.getUint16(at, true)
  const [base, factor] = [code & ~31, code & 31]
  const prefixes: Readonly<Record<number, string>> = { 0: '', 18: 'm', 19: 'u', 20: 'n', 21: 'p' }
  if (base === volt && prefixes[factor] !== undefined) return `${prefixes[factor]}V`
  return units[code] ?? `code ${code}`
}

function scaleOf(range: readonly number[], stated: string, label: string) {
  const [physicalMin, physicalMax, digitalMin, digitalMax] = range
  const type = channelType(label, stated)
  const factor = type === 'stim' ? 1 : (microvoltsPer(stated) ?? 1)
  const isVolt = type !== 'stim' && microvoltsPer(stated) !== undefined
  const gain = ((physicalMax - physicalMin) / (digitalMax - digitalMin)) * factor
  const base = physicalMin * factor - digitalMin * gain
  const usable = Number.isFinite(gain) && gain !== 0 && Math.abs(base) < 3.4e38
  const unit = type === 'stim' ? '1' : isVolt ? 'uV' : stated
  return usable ? { type, unit, gain, base } : { type, unit, gain: Number.NaN, base: Number.NaN }
}

function recordLength({ view }: Fields, warnings: string[]): number {
  const [numerator, denominator] = [view.getUint32(244, true), view.getUint32(248, true)]
  if (numerator > 0 && denominator > 0) return numerator / denominator
  warnings.push(`records of ${numerator} / ${denominator} s are read as records of 1 s`)
  return 1
}

function oldStart(fields: Fields, warnings: string[]): string | undefined {
  const text = textOf(fields, 168, 16)
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(text)
  if (parts === null) return undefined
  const [, year, month, day, hour, minute, second, hundredths = '00'] = parts
  const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')
  const long = `Startdate ${day}-${months[Number(month) - 1]}-${year}`
  const start = edfStart(long, text, `${hour}.${minute}.${second}`, warnings)
  return start && withFraction(start, Number(hundredths) / 100)
}

/** Days since the beginning of the year 0, times 2^32. */
function newStart({ view }: Fields): string | undefined {
  const [share, days] = [view.getUint32(168, true), view.getUint32(172, true)]
  if (days === 0 && share === 0) return undefined
  const secondsOfDay = (share / 2 ** 32) * 86_400
  const rounded = Math.round(secondsOfDay * 1000)
  const when = new Date((days - 719_529) * 86_400_000 + rounded - (rounded % 1000))
  if (Number.isNaN(when.getTime())) return undefined
  return withFraction(when.toISOString().slice(0, 19), (rounded % 1000) / 1000)
}

function withFraction(start: string, seconds: number): string {
  return (
    start +
    seconds
      .toFixed(3)
      .slice(1)
      .replace(/\.?0+$/, '')
  )
}
