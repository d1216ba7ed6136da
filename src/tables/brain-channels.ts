import { fail } from '../errors.ts'
import { type SensorType, sensorsOf } from './sensors.ts'
import type { Segment } from './signals.ts'
import type { Table } from './table.ts'

const beside: ReadonlySet<SensorType> = new Set([
  ...(['refMeg', 'eog', 'ecg', 'emg', 'resp'] as const),
  ...(['stim', 'annotations', 'misc'] as const),
])

/**
 * Rows of the channels that measure the brain: all but those whose type says that they are of the
 * eyes, the heart, muscles, breath, a stimulus, or something else. A channel without a type counts.
 *
 * @param channels as the table has them
 * @param facts of the stage that needs them, for messages
 * @returns rising numbers from 0 to C - 1, at least one
 * @throws {NeurarrowError} `channel-missing` when all are of another type
 */
export function brainRows(
  table: Table,
  channels: readonly string[],
  facts: Readonly<Record<string, unknown>>,
): number[] {
  const sensors = sensorsOf(table)
  const rows = channels.flatMap((name, c) => {
    const type = sensors[name]?.type
    return type !== undefined && beside.has(type) ? [] : [c]
  })
  if (rows.length > 0) return rows
  const says = 'by their types no channel measures the brain'
  return fail('channel-missing', { ...facts, says, channels })
}

/**
 * A segment with some of its rows alone, itself when these are all.
 *
 * @param rows rising
 */
export function withRows(segment: Segment, rows: readonly number[]): Segment {
  const { channels, samples, values } = segment
  if (rows.length === channels.length) return segment
  const out = new Float32Array(rows.length * samples)
  for (const [c, row] of rows.entries()) {
    out.set(values.subarray(row * samples, (row + 1) * samples), c * samples)
  }
  return { ...segment, channels: rows.map((row) => channels[row]), values: out }
}

/**
 * Samples of a segment with some rows replaced, shape [C, T].
 *
 * @param part new samples of these rows, shape [rows, T]
 */
export function putRows(
  { channels, samples, values }: Segment,
  rows: readonly number[],
  part: Float32Array,
): Float32Array {
  if (rows.length === channels.length) return part
  const out = values.slice()
  for (const [c, row] of rows.entries()) {
    out.set(part.subarray(c * samples, (c + 1) * samples), row * samples)
  }
  return out
}
