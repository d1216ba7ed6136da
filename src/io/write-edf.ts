import { fail } from '../errors.ts'

/** One channel to be written. */
export interface EdfChannel {
  readonly label: string
  /** In ASCII, up to 8 characters: `uV`, `mV`, `degC`. */
  readonly unit: string
  readonly rateHz: number
  /** The physical values that stand for the smallest and largest integer of the format. */
  readonly physicalMin: number
  readonly physicalMax: number
  readonly transducer?: string
  readonly prefilter?: string
  /** In `unit`; as many as fill whole records. Values beyond the range saturate. */
  readonly values: Float64Array | Float32Array
}

/** A recording as `encodeEdf` writes it. */
export interface EdfContent {
  /** EDF+ expects four words: code, sex, date of birth, name; `X X X X` when anonymous. */
  readonly patient: string
  /** In the plus formats `Startdate dd-MMM-yyyy` is put in front when it is not there. */
  readonly recordingId: string
  /** `second` may have a fraction in the plus formats. Years 1985 to 2084. */
  readonly startedAt: StartTime
  /** Length of a data record, s. */
  readonly recordS: number
  readonly format: 'EDF' | 'EDF+C' | 'EDF+D' | 'BDF' | 'BDF+C' | 'BDF+D'
  readonly channels: readonly EdfChannel[]
  /** Onsets from the first sample of the recording; the plain formats take none. */
  readonly annotations: readonly { onsetS: number; durationS: number; text: string }[]
  /** EDF+D and BDF+D: onset of each data record from the start of the recording, ascending, s. */
  readonly segmentStartsS?: readonly number[]
}

/** When a recording starts, in its own unnamed time zone. */
export interface StartTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

interface Signal {
  readonly label: string
  readonly unit: string
  readonly transducer: string
  readonly prefilter: string
  /** Physical minimum and maximum as the header has them, in 8 characters. */
  readonly range: readonly [string, string]
  readonly perRecord: number
  /** Absent: the annotation channel. */
  readonly values?: Float64Array | Float32Array
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/**
 * Makes the bytes of an EDF, EDF+, BDF or BDF+ file.
 *
 * The plus formats get one annotation channel at the end, UTF-8, which keeps the time of each data
 * record; an annotation is stored in the record that holds its onset. Samples are rounded to the
 * nearest integer of the range that the header states in its 8 characters, and saturate beyond it.
 *
 * @throws {NeurarrowError} `arguments-invalid` for content the format cannot hold, `non-finite` for
 *   a sample that is NaN or infinite
 * @see Kemp and Olivan (2003), Clin. Neurophysiol. 114:1755-1761, doi:10.1016/S1388-2457(03)00123-8
 */
export function encodeEdf(content: EdfContent): Uint8Array {
  const { format } = content
  const bytesPerSample = format.startsWith('BDF') ? 3 : 2
  const signals = content.channels.map((channel) => signalOf(channel, content))
  const records = recordsOf(content, signals)
  const lists = format.includes('+') ? annotationLists(content, records) : []
  if (lists.length === 0 && content.annotations.length > 0) {
    refuse({ format, found: content.annotations.length, expected: 'no annotations' })
  }
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0)
  if (lists.length > 0) signals.push(annotationSignal(format, longest, bytesPerSample))
  const header = headerOf(content, signals, records)
  const recordBytes = signals.reduce((sum, s) => sum + s.perRecord, 0) * bytesPerSample
  const out = new Uint8Array(header.length + records * recordBytes)
  for (let i = 0; i < header.length; i++) out[i] = header.charCodeAt(i)
  let at = header.length
  for (const signal of signals) {
    const place = { at, stride: recordBytes, records, bytesPerSample }
    if (signal.values) writeSamples(out, signal, signal.values, place)
    else for (let r = 0; r < records; r++) out.set(lists[r], at + r * recordBytes)
    at += signal.perRecord * bytesPerSample
  }
  return out
}

function signalOf(channel: EdfChannel, { recordS }: EdfContent): Signal {
  const { label, unit, rateHz, physicalMin, physicalMax, values } = channel
  const perRecord = Math.round(rateHz * recordS)
  if (!(perRecord >= 1) || Math.abs(perRecord - rateHz * recordS) > 1e-6) {
    refuse({ channel: label, rateHz, recordS, expected: 'whole samples in a record' })
  }
  if (!(physicalMax > physicalMin)) refuse({ channel: label, physicalMin, physicalMax })
  const range = [inEight(physicalMin), inEight(physicalMax)] as const
  const { transducer = '', prefilter = '' } = channel
  return { label, unit, transducer, prefilter, range, perRecord, values }
}

function annotationSignal(format: string, bytes: number, bytesPerSample: number): Signal {
  return {
    label: `${format.slice(0, 3)} Annotations`,
    unit: '',
    transducer: '',
    prefilter: '',
    range: ['-1', '1'],
    perRecord: Math.ceil(bytes / bytesPerSample),
  }
}

function recordsOf({ segmentStartsS, format }: EdfContent, signals: readonly Signal[]): number {
  const counts = signals.map((signal) => (signal.values?.length ?? 0) / signal.perRecord)
  const records = counts[0] ?? segmentStartsS?.length ?? 1
  if (!Number.isInteger(records) || counts.some((count) => count !== records)) {
    refuse({ expected: 'channels of equally many whole records', found: counts })
  }
  const onsets = segmentStartsS?.length ?? records
  if (onsets !== records || (segmentStartsS && !format.endsWith('+D'))) {
    refuse({ option: 'segmentStartsS', format, expected: records, found: onsets })
  }
  return records
}

/** The bytes of each record's annotation channel: its own time first, then what lies in it. */
function annotationLists(content: EdfContent, records: number): Uint8Array[] {
  const { recordS, annotations, startedAt } = content
  const starts = content.segmentStartsS ?? Array.from({ length: records }, (_, r) => r * recordS)
  const fraction = startedAt.second - Math.floor(startedAt.second)
  const lists = starts.map((start) => `${signed(start + fraction)}\x14\x14\0`)
  for (const { onsetS, durationS, text } of annotations) {
    if (!Number.isFinite(onsetS) || !(durationS >= 0) || hasSeparator(text)) {
      refuse({ option: 'annotations', onsetS, durationS, value: text })
    }
    const length = durationS > 0 ? `\x15${decimal(durationS)}` : ''
    const record = starts.findLastIndex((start) => start <= onsetS)
    lists[Math.max(record, 0)] += `${signed(onsetS + fraction)}${length}\x14${text}\x14\0`
  }
  const encoder = new TextEncoder()
  return lists.map((list) => encoder.encode(list))
}

function hasSeparator(text: string): boolean {
  return ['\x14', '\x15', '\0'].some((separator) => text.includes(separator))
}

function headerOf(content: EdfContent, signals: readonly Signal[], records: number): string {
  const { format, startedAt } = content
  const { year, month, day, hour, minute, second } = startedAt
  if (!(year >= 1985 && year <= 2084)) refuse({ option: 'startedAt', year })
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const plus = format.includes('+')
  const date = `Startdate ${two(day)}-${months[month - 1]}-${year}`
  const dated = !plus || content.recordingId.startsWith('Startdate')
  const field = (text: string, width: number) => padded(text, width, content)
  const column = (width: number, of: (signal: Signal) => string) =>
    signals.map((signal) => field(of(signal), width)).join('')
  const digital = format.startsWith('BDF') ? ['-8388608', '8388607'] : ['-32768', '32767']
  return [
    format.startsWith('BDF') ? '\xffBIOSEMI' : field('0', 8),
    field(content.patient, 80),
    field(dated ? content.recordingId : `${date} ${content.recordingId}`.trimEnd(), 80),
    field([day, month, year % 100].map(two).join('.'), 8),
    field([hour, minute, second].map(two).join('.'), 8),
    field(String(256 * (signals.length + 1)), 8),
    field(plus ? format : format === 'BDF' ? '24BIT' : '', 44),
    field(String(records), 8),
    field(inEight(content.recordS), 8),
    field(String(signals.length), 4),
    column(16, (s) => s.label),
    column(80, (s) => s.transducer),
    column(8, (s) => s.unit),
    column(8, (s) => s.range[0]),
    column(8, (s) => s.range[1]),
    column(8, () => digital[0]),
    column(8, () => digital[1]),
    column(80, (s) => s.prefilter),
    column(8, (s) => String(s.perRecord)),
    column(32, () => ''),
  ].join('')
}

interface Place {
  readonly at: number
  readonly stride: number
  readonly records: number
  readonly bytesPerSample: number
}

function writeSamples(
  out: Uint8Array,
  signal: Signal,
  values: Float64Array | Float32Array,
  { at, stride, records, bytesPerSample }: Place,
): void {
  const low = bytesPerSample === 3 ? -8388608 : -32768
  const high = -low - 1
  const [min, max] = signal.range.map(Number)
  const perUnit = (high - low) / (max - min)
  for (let r = 0, i = 0; r < records; r++) {
    for (let k = 0, to = at + r * stride; k < signal.perRecord; k++, i++) {
      const digital = Math.round((values[i] - min) * perUnit) + low
      if (Number.isNaN(values[i])) fail('non-finite', { channel: signal.label, sample: i })
      const kept = Math.min(Math.max(digital, low), high)
      out[to++] = kept
      out[to++] = kept >> 8
      if (bytesPerSample === 3) out[to++] = kept >> 16
    }
  }
}

/** A number in at most 8 characters, as precise as they allow. */
function inEight(value: number): string {
  for (let digits = 17; digits >= 1; digits--) {
    const text = decimal(Number(value.toPrecision(digits)))
    if (text.length <= 8) return text
  }
  return refuse({ value, expected: 'a number of 8 characters' })
}

/** A number without an exponent, which the format does not know. */
function decimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(15).replace(/\.?0+$/, '') : text
}

function signed(seconds: number): string {
  const rounded = Number(seconds.toFixed(9))
  return rounded < 0 ? decimal(rounded) : `+${decimal(rounded)}`
}

function padded(text: string, width: number, { format }: EdfContent): string {
  if (text.length > width || !/^[ -~]*$/.test(text)) {
    refuse({ format, value: text, expected: `at most ${width} printable ASCII characters` })
  }
  return text.padEnd(width)
}

function refuse(facts: Record<string, unknown>): never {
  return fail('arguments-invalid', facts)
}
