import { fail } from '../errors.ts'
import type { Event } from '../tables/events.ts'
import { type Segment, segmentsOf } from '../tables/signals.ts'
import type { Table } from '../tables/table.ts'
import { edfRange } from './edf-range.ts'
import type { EdfChannel, EdfContent, StartTime } from './write-edf.ts'

/** What a file has beside the samples of a table. */
export interface EdfSetting {
  /** EDF has 16 bits a sample, BDF 24. */
  readonly format: 'edf' | 'bdf'
  /** `2020-01-24T04:05:56`, when the first sample of the recording was taken. */
  readonly startedAt?: string
  /** With onsets from the start of the recording. */
  readonly events: readonly Event[]
}

/**
 * A signals table as the content of an EDF+ or BDF+ file, whose annotations are the events.
 *
 * Each channel gets the narrowest range that holds its samples, so that no bits are lost; it is
 * stated in the header. Tesla become fT, tesla per metre fT/cm. The length of a data record is
 * one that divides all segments; where there is none, the last record of a segment is filled up
 * with its last sample, and an annotation `BAD_ACQ_SKIP` covers that. Segments with gaps make a
 * discontinuous file. Without a date from 1985 to 2084 the start is 1985-01-01.
 *
 * @throws {NeurarrowError} `non-finite`, `rates-differ`, `arguments-invalid` for a table of no
 *   recording or several, or what the format cannot hold
 */
export function edfContent(
  table: Table<'signals'>,
  { format, startedAt, events }: EdfSetting,
): EdfContent {
  const segments = segmentsOf(table)
  const [first] = segments
  if (first === undefined) return fail('arguments-invalid', { expected: 'a table with signals' })
  requireAlike(segments)
  const { rateHz, channels, startS: originS } = first
  const record = recordSamples(segments)
  const filled = segments.map((segment) => filledUp(segment, record))
  const starts = filled.flatMap(({ startS, samples }) =>
    Array.from({ length: samples / record }, (_, r) => startS - originS + (r * record) / rateHz),
  )
  const isWhole = segments.every(
    ({ startS }, i) => i === 0 || Math.abs(startS - endOf(filled[i - 1])) * rateHz < 0.5,
  )
  const skips = filled.flatMap(({ startS, samples, kept }) => {
    const facts = { onsetS: startS + kept / rateHz, durationS: (samples - kept) / rateHz }
    return samples > kept ? [{ ...facts, label: 'BAD_ACQ_SKIP' }] : []
  })
  const units = JSON.parse(table.meta.units ?? '{}') as Record<string, string>
  const told = [...events, ...skips].map(({ onsetS, durationS, label }) => {
    return { onsetS: onsetS - originS, durationS, text: label }
  })
  return {
    patient: 'X X X X',
    recordingId: 'X X X',
    startedAt: startOf(startedAt, originS),
    recordS: record / rateHz,
    format: `${format === 'edf' ? 'EDF' : 'BDF'}+${isWhole ? 'C' : 'D'}`,
    channels: channels.map((name, c) => {
      const unit = units[name] ?? table.meta.unit ?? ''
      return channelOf(
        { name, unit, rateHz },
        filled.map((segment) => rowOf(segment, c)),
      )
    }),
    annotations: told.sort((a, b) => a.onsetS - b.onsetS),
    ...(isWhole ? {} : { segmentStartsS: starts }),
  }
}

interface Filled {
  readonly startS: number
  readonly rateHz: number
  readonly samples: number
  /** Samples that are the segment's own. */
  readonly kept: number
  readonly values: Float32Array
  readonly own: Segment
}

function requireAlike(segments: readonly Segment[]): void {
  const [{ recording, rateHz, channels }] = segments
  for (const segment of segments) {
    if (segment.recording !== recording) {
      fail('arguments-invalid', { found: segment.recording, expected: `only ${recording}` })
    }
    if (segment.rateHz !== rateHz || segment.channels.join('\n') !== channels.join('\n')) {
      fail('rates-differ', { recording, rateHz, found: segment.rateHz })
    }
  }
}

/** Samples of a record: a number that divides all segments, nearest to one second's. */
function recordSamples(segments: readonly Segment[]): number {
  const [{ rateHz }] = segments
  const common = segments.reduce((divisor, { samples }) => divide(divisor, samples), 0)
  const isExact = (n: number) => Number((n / rateHz).toFixed(6)) * rateHz === n
  const second = Math.round(rateHz)
  for (let off = 0; off < 9 * second; off++) {
    for (const n of [second + off, second - off]) {
      if (n * 10 >= second && common % n === 0 && isExact(n)) return n
    }
  }
  if (isExact(second)) return second
  const expected = 'a rate whose records last a time of at most 8 characters'
  return fail('arguments-invalid', { rateHz, expected })
}

function divide(a: number, b: number): number {
  return b === 0 ? a : divide(b, a % b)
}

function endOf({ startS, samples, rateHz }: Filled): number {
  return startS + samples / rateHz
}

function filledUp(own: Segment, record: number): Filled {
  const { startS, rateHz, samples: kept, channels, values } = own
  const samples = Math.ceil(kept / record) * record
  if (samples === kept) return { startS, rateHz, samples, kept, values, own }
  const wide = new Float32Array(channels.length * samples)
  for (let c = 0; c < channels.length; c++) {
    wide.set(values.subarray(c * kept, (c + 1) * kept), c * samples)
    wide.fill(values[(c + 1) * kept - 1], c * samples + kept, (c + 1) * samples)
  }
  return { startS, rateHz, samples, kept, values: wide, own }
}

function rowOf({ values, samples }: Filled, c: number): Float32Array {
  return values.subarray(c * samples, (c + 1) * samples)
}

/** Units that a header has no room for, and the factor to those that it has. */
const smaller: Readonly<Record<string, readonly [string, number]>> = {
  T: ['fT', 1e15],
  'T/m': ['fT/cm', 1e13],
}

function channelOf(
  { name, unit, rateHz }: { readonly name: string; readonly unit: string; readonly rateHz: number },
  rows: readonly Float32Array[],
): EdfChannel {
  const [word, gain] = smaller[unit] ?? [unit, 1]
  const values = new Float64Array(rows.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const row of rows) {
    values.set(row, at)
    at += row.length
  }
  if (gain !== 1) for (let t = 0; t < values.length; t++) values[t] *= gain
  const bad = values.findIndex((v) => !Number.isFinite(v))
  if (bad >= 0) fail('non-finite', { channel: name, sample: bad })
  return { label: name, unit: word, rateHz, ...edfRange(values), values }
}

function startOf(startedAt: string | undefined, originS: number): StartTime {
  const time = startedAt === undefined ? Number.NaN : Date.parse(`${startedAt}Z`)
  const date = new Date(Number.isNaN(time) ? 0 : time + 1000 * originS)
  const year = date.getUTCFullYear()
  if (!(year >= 1985 && year <= 2084)) {
    return { year: 1985, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  }
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds() + date.getUTCMilliseconds() / 1000,
  }
}
