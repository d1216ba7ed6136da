import { fail } from '../../errors.ts'
import type { RowSpans } from '../../tables/features.ts'
import { repeatKeys, type Segment, segmentsOf } from '../../tables/signals.ts'
import { type Column, listsOf, type Table } from '../../tables/table.ts'

/** Windows of one rate, length and set of channels, as one block. */
export interface EvenWindows {
  readonly windows: number
  readonly channels: readonly string[]
  readonly rateHz: number
  /** T. */
  readonly samples: number
  /** Shape [windows · channels, T], a view of the table. */
  readonly values: Float32Array
  readonly keys: Record<string, Column>
  readonly spans: RowSpans
}

/**
 * Views a windows table as one block.
 *
 * @throws {NeurarrowError} `length-mismatch` when windows differ in channels, rate or length
 */
export function evenWindows(table: Table<'windows'>, stage: string): EvenWindows {
  const segments = segmentsOf(table)
  const { channels, rateHz, samples } = segments[0] ?? { channels: [], rateHz: 1, samples: 0 }
  const names = channels.join('\n')
  for (const segment of segments) {
    const isAlike = segment.rateHz === rateHz && segment.samples === samples
    if (isAlike && segment.channels.join('\n') === names) continue
    const [expected, found] = [facts(segments[0]), facts(segment)]
    fail('length-mismatch', { stage, window: segment.index, expected, found })
  }
  return {
    windows: segments.length,
    channels,
    rateHz,
    samples,
    values: listsOf(table, 'samples').values,
    keys: repeatKeys(
      table,
      segments.map(({ from }) => from),
    ),
    spans: {
      window: Int32Array.from(segments, ({ index }) => index),
      startS: Float64Array.from(segments, ({ startS }) => startS),
      endS: Float64Array.from(segments, ({ startS }) => startS + samples / rateHz),
    },
  }
}

const facts = ({ channels, rateHz, samples }: Segment) => ({ channels, rateHz, samples })
