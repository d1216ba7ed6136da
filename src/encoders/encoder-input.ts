import { fail } from '../errors.ts'
import type { RowSpans } from '../tables/features.ts'
import { keysOf } from '../tables/keys.ts'
import { repeatKeys, type Segment, segmentsOf } from '../tables/signals.ts'
import { type Column, f64Of, i32Of, listsOf, type Table } from '../tables/table.ts'
import { tokensOf } from '../tables/tokens.ts'

/** Samples as an encoder is fed them: one window after the other, a view of the table. */
export interface EncoderInput {
  readonly rows: number
  /** Shape [R, channel, time, depth]; for a signal, time is 1 and depth is all samples. */
  readonly values: Float32Array
  readonly channels: readonly string[]
  readonly time: number
  readonly depth: number
  readonly rateHz: number
  readonly unit: string | undefined
  readonly keys: Record<string, Column>
  readonly spans: RowSpans
}

/**
 * Views a tokens or windows table as the input of an encoder.
 *
 * @throws {NeurarrowError} `length-mismatch` when windows differ in channels, rate or length
 */
export function encoderInput(table: Table): EncoderInput {
  return table.kind === 'tokens'
    ? fromTokens(table as Table<'tokens'>)
    : fromWindows(table as Table<'windows'>)
}

function fromTokens(table: Table<'tokens'>): EncoderInput {
  const { values, axes } = tokensOf(table)
  const spans = {
    window: i32Of(table, 'window'),
    startS: f64Of(table, 'startS'),
    endS: f64Of(table, 'endS'),
  }
  const { rows, meta } = table
  return { ...axes, rows, values, unit: meta.unit, keys: keysOf(table), spans }
}

function fromWindows(table: Table<'windows'>): EncoderInput {
  const segments = segmentsOf(table)
  const { channels, rateHz, samples } = segments[0] ?? { channels: [], rateHz: 1, samples: 1 }
  for (const segment of segments) requireAlike(segments[0], segment)
  return {
    rows: segments.length,
    values: listsOf(table, 'samples').values,
    channels,
    time: 1,
    depth: samples,
    rateHz,
    unit: table.meta.unit,
    keys: repeatKeys(
      table,
      segments.map(({ from }) => from),
    ),
    spans: {
      window: Int32Array.from(segments, (s) => s.index),
      startS: Float64Array.from(segments, (s) => s.startS),
      endS: Float64Array.from(segments, (s) => s.startS + samples / rateHz),
    },
  }
}

function requireAlike(first: Segment, other: Segment): void {
  const facts = ({ channels, rateHz, samples }: Segment) => ({ channels, rateHz, samples })
  const [expected, found] = [facts(first), facts(other)]
  if (JSON.stringify(expected) === JSON.stringify(found)) return
  fail('length-mismatch', { stage: 'encode', window: other.index, expected, found })
}
