import { fail } from '../errors.ts'
import type { ChannelInfo, Source } from '../reader.ts'
import { channelType, microvoltsPer, uniqueNames } from './edf-channel.ts'
import { edfStart } from './edf-start.ts'

/** One signal of the file, the annotation channels included. */
export interface EdfSignal {
  /** The label without surrounding spaces; unique, see `uniqueNames`. */
  readonly name: string
  readonly type: ChannelInfo['type']
  /** After conversion. */
  readonly unit: string
  /** What physical values are multiplied by to be in `unit`. */
  readonly factor: number
  /** NaN when the field is no number. */
  readonly physicalMin: number
  readonly physicalMax: number
  readonly digitalMin: number
  readonly digitalMax: number
  /** Samples in a data record. */
  readonly perRecord: number
  /** First byte within a data record. */
  readonly offset: number
  /** Where the header has the physical minimum, for messages. */
  readonly rangeByte: number
}

/** What the header of an EDF or BDF file says, and how it was understood. */
export interface EdfHeader {
  readonly format: `${'EDF' | 'BDF'}${'' | '+C' | '+D'}`
  readonly startedAt?: string
  readonly bytesPerSample: 2 | 3
  readonly headerBytes: number
  readonly recordBytes: number
  readonly recordS: number
  /** Data records as understood: more than `present` in a truncated file. */
  readonly records: number
  /** Whole data records that the file holds. */
  readonly present: number
  readonly signals: readonly EdfSignal[]
  readonly warnings: readonly string[]
}

/** Samples are kept as f32. */
const largestF32 = 3.4e38

/**
 * Reads the header of an EDF, EDF+, BDF or BDF+ file.
 *
 * What contradicts itself but can be understood (the number of records, a swapped physical range, a
 * decimal comma) becomes a warning. A calibration that cannot be understood is a warning too, and
 * `calibrationOf` refuses the channel.
 *
 * @throws {NeurarrowError} `file-truncated` or `file-corrupt` with the byte of the field
 * @see Kemp et al. (1992), Electroenceph. Clin. Neurophysiol. 82:391-393,
 *   doi:10.1016/0013-4694(92)90009-7; https://www.biosemi.com/faq/file_format.htm
 */
export async function readEdfHeader(source: Source): Promise<EdfHeader> {
  const warnings: string[] = []
  const main = fieldsOf(await source.read(0, 256), source.name, warnings)
  const family = familyOf(main)
  const count = main.whole(252, 4, 'number of signals')
  if (count < 1) fail('file-corrupt', { file: source.name, byte: 252, signals: count })
  const headerBytes = 256 * (count + 1)
  const all = fieldsOf(await source.read(0, headerBytes), source.name, warnings)
  all.need(headerBytes)
  const bytesPerSample = family === 'BDF' ? 3 : 2
  const signals = signalsOf(all, count, bytesPerSample)
  const recordBytes = signals.reduce((sum, s) => sum + s.perRecord, 0) * bytesPerSample
  if (recordBytes === 0) fail('file-corrupt', { file: source.name, byte: 256 + 216 * count })
  const counts = { headerBytes, recordBytes, size: source.size }
  const { records, present } = recordsOf(main, counts)
  return {
    format: formatOf(main, family, signals),
    startedAt: edfStart(main.text(88, 80), main.text(168, 8), main.text(176, 8), warnings),
    bytesPerSample,
    headerBytes,
    recordBytes,
    recordS: recordLength(main, signals),
    records,
    present,
    signals,
    warnings,
  }
}

/**
 * The line that turns a signal's integers into its unit: (digital - digitalMin) * gain + base.
 *
 * @throws {NeurarrowError} `file-corrupt` when the header states no usable range
 */
export function calibrationOf(signal: EdfSignal, file: string): { gain: number; base: number } {
  const { physicalMin, physicalMax, digitalMin, digitalMax, factor } = signal
  const gain = ((physicalMax - physicalMin) / (digitalMax - digitalMin)) * factor
  const largest = Math.max(Math.abs(physicalMin), Math.abs(physicalMax)) * factor
  if (!Number.isFinite(gain) || gain === 0 || !(largest < largestF32)) {
    const range = { physicalMin, physicalMax, digitalMin, digitalMax }
    fail('file-corrupt', { file, byte: signal.rangeByte, channel: signal.name, ...range })
  }
  return { gain, base: physicalMin * factor }
}

interface Fields {
  readonly file: string
  readonly warnings: string[]
  need(bytes: number): void
  text(byte: number, width: number): string
  /** NaN for what is no number. */
  number(byte: number, width: number): number
  /** @throws {NeurarrowError} `file-corrupt` for what is no whole number */
  whole(byte: number, width: number, name: string): number
}

function fieldsOf(bytes: Uint8Array, file: string, warnings: string[]): Fields {
  const need = (wanted: number) => {
    if (bytes.length < wanted) {
      fail('file-truncated', { file, byte: bytes.length, expected: wanted })
    }
  }
  need(256)
  const text = (byte: number, width: number) => words(bytes.subarray(byte, byte + width))
  const number = (byte: number, width: number) => {
    const stated = text(byte, width)
    const digits = stated.replace(',', '.')
    if (digits !== stated) warnings.push(`byte ${byte}: ${stated} is read as ${digits}`)
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? Number(digits) : Number.NaN
  }
  const whole = (byte: number, width: number, name: string) => {
    const value = number(byte, width)
    if (Number.isInteger(value)) return value
    return fail('file-corrupt', { file, byte, field: name, found: text(byte, width) })
  }
  return { file, warnings, need, text, number, whole }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** UTF-8 where it is valid, else Latin-1; up to the first NUL, without surrounding spaces. */
function words(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  const used = end < 0 ? bytes : bytes.subarray(0, end)
  try {
    return utf8.decode(used).trim()
  } catch {
    return Buffer.from(used).toString('latin1').trim()
  }
}

function familyOf({ text, file }: Fields): 'EDF' | 'BDF' {
  const version = text(0, 8)
  if (version === '0') return 'EDF'
  if (version === '\u00ffBIOSEMI') return 'BDF'
  return fail('file-corrupt', { file, byte: 0, expected: 'EDF or BDF', found: version })
}

function formatOf(
  { text, warnings }: Fields,
  family: 'EDF' | 'BDF',
  signals: readonly EdfSignal[],
): EdfHeader['format'] {
  const plus = /^[EB]DF\+([CD])/.exec(text(192, 44))?.[1]
  const annotated = signals.some((signal) => signal.type === 'annotations')
  if (plus === 'D') return `${family}+D`
  if (plus === undefined && annotated) {
    warnings.push(
      `there are annotations, so the file is read as ${family}+C, which it does not say`,
    )
  }
  return plus === 'C' || annotated ? `${family}+C` : family
}

function signalsOf(fields: Fields, count: number, bytesPerSample: number): EdfSignal[] {
  const { text, number, whole, warnings, file } = fields
  const at = (start: number, width: number, i: number) => 256 + start * count + width * i
  const labels = Array.from({ length: count }, (_, i) => text(at(0, 16, i), 16))
  const types = labels.map((label, i) => channelType(label, text(at(96, 8, i), 8)))
  const names = namesOf(labels, types, warnings)
  let offset = 0
  const signals = names.map((name, i) => {
    const perRecord = whole(at(216, 8, i), 8, 'samples in a record')
    if (perRecord < 0) fail('file-corrupt', { file, byte: at(216, 8, i), found: perRecord })
    const signal: EdfSignal = {
      name,
      type: types[i],
      ...unitOf(text(at(96, 8, i), 8), types[i]),
      physicalMin: number(at(104, 8, i), 8),
      physicalMax: number(at(112, 8, i), 8),
      digitalMin: number(at(120, 8, i), 8),
      digitalMax: number(at(128, 8, i), 8),
      perRecord,
      offset,
      rangeByte: at(104, 8, i),
    }
    offset += perRecord * bytesPerSample
    return signal
  })
  warnOfRanges(signals, warnings)
  return signals
}

/** Annotation channels keep their one name; only rows of a table must differ. */
function namesOf(labels: string[], types: readonly string[], warnings: string[]): string[] {
  const isRow = (i: number) => types[i] !== 'annotations'
  const rows = uniqueNames(labels.filter((_, i) => isRow(i)))
  let row = 0
  const names = labels.map((label, i) => (isRow(i) ? rows[row++] : label))
  const repeated = new Set(labels.filter((label, i) => names[i] !== label))
  for (const label of repeated) {
    const renamed = names.filter((_, i) => labels[i] === label)
    warnings.push(`several channels are called ${label}; here they are ${renamed.join(', ')}`)
  }
  return names
}

function unitOf(unit: string, type: ChannelInfo['type']): { unit: string; factor: number } {
  const factor = microvoltsPer(unit)
  if (type === 'stim') return { unit: factor === undefined ? unit : '1', factor: 1 }
  return factor === undefined ? { unit, factor: 1 } : { unit: 'uV', factor }
}

/** One warning for each thing that is wrong, with the channels where it is. */
function warnOfRanges(signals: readonly EdfSignal[], warnings: string[]): void {
  const wrong = new Map<string, string[]>()
  for (const signal of signals.filter(({ type }) => type !== 'annotations')) {
    for (const says of [rangeProblem(signal), unitProblem(signal)]) {
      if (says !== undefined) wrong.set(says, [...(wrong.get(says) ?? []), signal.name])
    }
  }
  for (const [says, names] of wrong) warnings.push(`${says}: ${names.join(', ')}`)
}

function rangeProblem(signal: EdfSignal): string | undefined {
  const { physicalMin, physicalMax, digitalMin, digitalMax, perRecord } = signal
  const gain = (physicalMax - physicalMin) / (digitalMax - digitalMin)
  if (perRecord === 0) return 'channels without samples'
  if (!Number.isFinite(gain) || gain === 0) return 'channels whose range states no scale'
  if (physicalMin > physicalMax) return 'channels whose physical range is swapped, sign turned'
  return digitalMin > digitalMax
    ? 'channels whose digital range is swapped, sign turned'
    : undefined
}

function unitProblem({ type, unit }: EdfSignal): string | undefined {
  const isVolts = unit === 'uV' || type === 'stim' || type === 'misc'
  return isVolts ? undefined : `channels in the unit '${unit}', no volt, are not converted`
}

function recordLength({ number, text, file }: Fields, signals: readonly EdfSignal[]): number {
  const recordS = number(244, 8)
  const onlyAnnotations = signals.every((signal) => signal.type === 'annotations')
  if (recordS > 0 || (recordS === 0 && onlyAnnotations)) return recordS
  return fail('file-corrupt', { file, byte: 244, field: 'record length', found: text(244, 8) })
}

function recordsOf(
  { number, text, warnings, file }: Fields,
  { headerBytes, recordBytes, size }: { headerBytes: number; recordBytes: number; size: number },
): { records: number; present: number } {
  const present = Math.floor((size - headerBytes) / recordBytes)
  const rest = size - headerBytes - present * recordBytes
  const declared = number(236, 8)
  const stated = text(236, 8)
  const whole = Number.isInteger(declared) && declared >= 0
  const fits = declared === present && rest === 0
  if (number(184, 8) !== headerBytes) {
    const found = text(184, 8)
    if (!fits) fail('file-corrupt', { file, byte: 184, expected: headerBytes, found })
    warnings.push(`the header states its length as ${found} bytes; it is ${headerBytes}`)
  }
  if (!whole || declared !== present) {
    const read = whole && declared > present ? 'it is truncated' : `${present} are read`
    warnings.push(`the header states ${stated} records, the file holds ${present}; ${read}`)
  }
  if (rest > 0) warnings.push(`${rest} bytes after the last whole record are not read`)
  return { records: whole ? Math.max(declared, present) : present, present }
}
