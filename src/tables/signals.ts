import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { keysFor, keysOf, labelsMeta, type Recording } from './keys.ts'
import { takeRows } from './rows.ts'
import {
  type Column,
  codesOf,
  columnsOf,
  f64,
  f64Of,
  i32,
  i32Of,
  lists,
  listsOf,
  makeTable,
  ragged,
  type Table,
  textOf,
  wordsOf,
} from './table.ts'

export type Signals = Table<'signals' | 'windows'>

/**
 * A run of consecutive rows of one recording, segment (or window) and rate: a block [C, T].
 *
 * Channels of different rates in one segment make several blocks.
 */
export interface Segment {
  /** First row and, exclusive, last row of the table. */
  readonly from: number
  readonly to: number
  readonly recording: string
  /** Number of the segment in a `signals` table, of the window in a `windows` table. */
  readonly index: number
  readonly channels: readonly string[]
  /** Time of the first sample from the start of the recording, s. */
  readonly startS: number
  readonly rateHz: number
  /** Shape [C, T], channel after channel: a view of the table, not to be written to. */
  readonly values: Float32Array
  readonly samples: number
}

/**
 * The blocks of a signals or windows table, in row order.
 *
 * @returns one `Segment` for each run of rows that share recording, segment, rate and length
 */
export function segmentsOf(table: Signals): Segment[] {
  const recording = codesOf(table, 'recording')
  const channel = wordsOf(table, 'channel')
  const index = i32Of(table, table.kind === 'windows' ? 'window' : 'segment')
  const startS = f64Of(table, 'startS')
  const rateHz = f64Of(table, 'rateHz')
  const { values, offsets } = listsOf(table, 'samples')
  const lengthOf = (r: number) => offsets[r + 1] - offsets[r]
  const same = (a: number, b: number) =>
    recording.codes[a] === recording.codes[b] &&
    index[a] === index[b] &&
    rateHz[a] === rateHz[b] &&
    lengthOf(a) === lengthOf(b) &&
    startS[a] === startS[b]
  const out: Segment[] = []
  for (let from = 0, to = 0; from < table.rows; from = to) {
    while (to < table.rows && same(from, to)) to++
    out.push({
      from,
      to,
      index: index[from],
      startS: startS[from],
      rateHz: rateHz[from],
      recording: recording.dictionary[recording.codes[from]],
      channels: channel.slice(from, to),
      values: values.subarray(offsets[from], offsets[to]),
      samples: lengthOf(from),
    })
  }
  return out
}

/** New samples of one segment: [C, T] at `rateHz`, with the channels' names. */
export interface SegmentSamples {
  readonly channels: readonly string[]
  readonly startS: number
  readonly rateHz: number
  readonly values: Float32Array
  /** Number of the segment; segments of one recording are numbered from 0 in time. */
  readonly index: number
}

/**
 * Makes the signals table of one recording from its segments.
 *
 * @param segments in time order, each [C, T] with T = `values.length / channels.length`
 * @param unit of the samples after the reader's conversion: `uV`, `percent`, ...
 * @throws {NeurarrowError} `internal` when channels do not divide values
 */
export function makeSignals(
  recording: Recording,
  segments: readonly SegmentSamples[],
  unit: string,
): Table<'signals'> {
  const rows = segments.reduce((sum, segment) => sum + segment.channels.length, 0)
  const columns = { ...keysFor(recording, rows), ...segmentColumns(segments, 'segment') }
  return makeTable('signals', columns, { unit, ...labelsMeta(recording) })
}

/** The columns that a signals table has beyond its keys, for segments in the given order. */
export function segmentColumns(
  segments: readonly SegmentSamples[],
  indexName: 'segment' | 'window',
): Record<string, Column> {
  const perRow = (of: (segment: SegmentSamples) => number) =>
    segments.flatMap((segment) => segment.channels.map(() => of(segment)))
  return {
    [indexName]: i32(Int32Array.from(perRow((s) => s.index))),
    channel: textOf(segments.flatMap((segment) => [...segment.channels])),
    startS: f64(Float64Array.from(perRow((s) => s.startS))),
    rateHz: f64(Float64Array.from(perRow((s) => s.rateHz))),
    samples: joinSamples(segments),
  }
}

function joinSamples(segments: readonly SegmentSamples[]): Column {
  const total = segments.reduce((sum, segment) => sum + segment.values.length, 0)
  const joined = joinedAlready(segments)
  const values = joined ?? unset32(total)
  const lengths = segments.map((s) => s.values.length / Math.max(s.channels.length, 1))
  if (lengths.some((length) => !Number.isInteger(length))) fail('internal', { lengths })
  if (joined === undefined) {
    let at = 0
    for (const segment of segments) {
      values.set(segment.values, at)
      at += segment.values.length
    }
  }
  const perRow = segments.flatMap((s, i) => s.channels.map(() => lengths[i]))
  const same = perRow.length > 0 && perRow[0] > 0 && perRow.every((n) => n === perRow[0])
  if (same) return lists(values, perRow[0])
  const offsets = new Int32Array(perRow.length + 1)
  for (let r = 0; r < perRow.length; r++) offsets[r + 1] = offsets[r] + perRow[r]
  return ragged(values, offsets)
}

/** The samples of segments that lie one after the other in one array, as views of it. */
function joinedAlready(segments: readonly SegmentSamples[]): Float32Array | undefined {
  const [first] = segments
  if (first === undefined) return undefined
  const { buffer, byteOffset } = first.values
  let end = byteOffset
  for (const { values } of segments) {
    if (values.buffer !== buffer || values.byteOffset !== end) return undefined
    end += values.byteLength
  }
  return new Float32Array(buffer, byteOffset, (end - byteOffset) / 4)
}

/**
 * The table with other samples for the same rows; all other columns are shared.
 *
 * @param blocks one array for each of `segmentsOf(table)`, shape [C, T'] with the same C; T' may
 *   differ from T when `rateHz` changes
 * @param rateHz the new rate of every row, Hz; without it the rates stay
 */
export function withSamples<K extends 'signals' | 'windows'>(
  table: Table<K>,
  blocks: readonly Float32Array[],
  rateHz?: number,
): Table<K> {
  const segments = segmentsOf(table)
  const samples = joinSamples(segments.map((s, i) => ({ ...s, values: blocks[i] })))
  const columns: Record<string, Column> = { ...columnsOf(table), samples }
  if (rateHz !== undefined) columns.rateHz = f64(new Float64Array(table.rows).fill(rateHz))
  return makeTable(table.kind, columns, table.meta)
}

/** The table with samples in another unit, the same for all channels. */
export function withUnit<K extends 'signals' | 'windows'>(table: Table<K>, unit: string): Table<K> {
  const { units: _, ...meta } = table.meta
  return makeTable(table.kind, columnsOf(table), { ...meta, unit })
}

/**
 * The table with another set of channels: each segment [C, T] becomes [C', T].
 *
 * @param segments one for each of `segmentsOf(table)`, in the same order
 */
export function withChannels<K extends 'signals' | 'windows'>(
  table: Table<K>,
  segments: readonly SegmentSamples[],
): Table<K> {
  const old = segmentsOf(table)
  const index = table.kind === 'windows' ? 'window' : 'segment'
  const rows = segments.flatMap((s, i) => s.channels.map(() => old[i].from))
  const keys = repeatKeys(table, rows)
  return makeTable(table.kind, { ...keys, ...segmentColumns(segments, index) }, table.meta)
}

/** Key and label columns for new rows, each taken from row `rows[i]` of the table. */
export function repeatKeys(table: Table, rows: readonly number[]): Record<string, Column> {
  return columnsOf(takeRows(makeTable(table.kind, keysOf(table), table.meta), rows))
}
