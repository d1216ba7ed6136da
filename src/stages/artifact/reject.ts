import * as z from 'zod'
import { fail } from '../../errors.ts'
import { rowSpans } from '../../kernels/row-span.ts'
import { defineStage } from '../../stage.ts'
import { withNote } from '../../tables/note.ts'
import { takeRows } from '../../tables/rows.ts'
import { segmentGroups } from '../../tables/segment-groups.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

const microvolt = z.number().positive().optional()
const options = z.strictObject({
  peakToPeakUv: microvolt.meta({
    unit: 'uV',
    description: 'drop a window when a channel reaches further than this',
  }),
  flatUv: microvolt.meta({
    unit: 'uV',
    description: 'drop a window when a channel reaches less far than this',
  }),
  nonFinite: z
    .boolean()
    .optional()
    .meta({ description: 'drop a window when a value of it is not a finite number' }),
})

/**
 * Drops whole windows by what any channel of them holds, with a note of how many; the others keep
 * their numbers. How far a channel reaches is its largest less its smallest finite value.
 *
 * @throws {NeurarrowError} `stage-options` when a limit in uV meets samples of another unit
 * @see mne.Epochs.drop_bad (reject and flat)
 */
export const reject = defineStage({
  use: 'reject',
  title: 'Drop windows with artefacts',
  reads: ['windows'],
  writes: 'windows',
  scope: 'recording',
  version: 1,
  options: options.refine(
    ({ peakToPeakUv, flatUv, nonFinite }) =>
      peakToPeakUv !== undefined || flatUv !== undefined || nonFinite !== undefined,
    { error: 'one of peakToPeakUv, flatUv and nonFinite is needed' },
  ),
  contextS: () => 0,
  run(input, limits) {
    const windows = input as Table<'windows'>
    const { unit } = windows.meta
    const inUv = limits.peakToPeakUv !== undefined || limits.flatUv !== undefined
    if (inUv && unit !== 'uV') fail('stage-options', { stage: 'reject', expected: 'uV', unit })
    const groups = segmentGroups(windows)
    const kept = groups.filter((group) => !group.some((segment) => isBad(segment, limits)))
    const note = {
      stage: 'reject',
      says: 'windows were dropped',
      rejected: groups.length - kept.length,
      of: groups.length,
    }
    const rows = kept.flatMap((group) => rowsOf(group))
    return withNote(kept.length === groups.length ? windows : takeRows(windows, rows), note)
  },
})

function isBad(segment: Segment, limits: z.output<typeof options>): boolean {
  const { peakToPeakUv = Number.POSITIVE_INFINITY, flatUv = 0, nonFinite = false } = limits
  const spans = rowSpans(segment.values, segment.channels.length)
  return spans.some(
    ({ peakToPeak, finite }) =>
      peakToPeak > peakToPeakUv || peakToPeak < flatUv || (nonFinite && !finite),
  )
}

function rowsOf(group: readonly Segment[]): number[] {
  return group.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))
}
