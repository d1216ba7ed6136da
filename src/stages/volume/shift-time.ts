import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { columnsOf, f64, f64Of, makeTable } from '../../tables/table.ts'

/**
 * Moves a recording in time: a sample at t is said to be at t + `byS`.
 *
 * With minus five seconds a sample stands where the event is that it answers to (the delay of the
 * haemodynamic response); with half a repetition time scans stand in the middle of their
 * acquisition. Samples stay as they are. Confounds are matched by scan, so they come before.
 */
export const shiftTime = defineStage({
  use: 'shiftTime',
  title: 'Move a recording in time against its events',
  reads: ['signals', 'volumes'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    byS: z.number().meta({ unit: 's', description: 'what is added to all times' }),
  }),
  run(input, { byS }) {
    const name = input.kind === 'volumes' ? 'timeS' : 'startS'
    const times = f64Of(input, name).map((time) => time + byS)
    return makeTable(input.kind, { ...columnsOf(input), [name]: f64(times) }, input.meta)
  },
})
