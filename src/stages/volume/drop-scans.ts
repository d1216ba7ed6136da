import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage } from '../../stage.ts'
import { takeRows } from '../../tables/rows.ts'
import { segmentColumns, segmentsOf } from '../../tables/signals.ts'
import { columnsOf, makeTable, type Table } from '../../tables/table.ts'

/**
 * Leaves out the first or last scans of a recording; times stay, so events still fit.
 *
 * @throws {NeurarrowError} `signal-too-short` when no scan would be left
 */
export const dropScans = defineStage({
  use: 'dropScans',
  title: 'Leave out the first or last scans of a recording',
  reads: ['signals', 'volumes'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    first: z.int().min(0).default(0).meta({ unit: '1', description: 'scans at the start' }),
    last: z.int().min(0).default(0).meta({ unit: '1', description: 'scans at the end' }),
  }),
  run(input, { first, last }) {
    if (input.rows === 0 || first + last === 0) return input
    if (input.kind === 'volumes') {
      const left = leftOf(input.rows, first, last)
      return takeRows(
        input,
        Array.from({ length: left }, (_, t) => first + t),
      )
    }
    const signals = input as Table<'signals'>
    const segments = segmentsOf(signals)
    const cut = segments.map((segment, i) => {
      const from = i === 0 ? first : 0
      const to = segment.samples - (i === segments.length - 1 ? last : 0)
      const left = leftOf(segment.samples, from, segment.samples - to)
      const values = new Float32Array(segment.channels.length * left)
      for (let c = 0; c < segment.channels.length; c++) {
        const row = segment.values.subarray(c * segment.samples + from, c * segment.samples + to)
        values.set(row, c * left)
      }
      return { ...segment, startS: segment.startS + from / segment.rateHz, values }
    })
    const columns = { ...columnsOf(signals), ...segmentColumns(cut, 'segment') }
    return makeTable('signals', columns, signals.meta)
  },
})

function leftOf(scans: number, first: number, last: number): number {
  const left = scans - first - last
  if (left < 1) fail('signal-too-short', { stage: 'dropScans', scans, first, last })
  return left
}
