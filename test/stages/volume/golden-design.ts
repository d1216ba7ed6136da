import { glm } from '../../../src/stages/volume/glm.ts'
import { byLabel, designOf, modelledEvents } from '../../../src/stages/volume/glm-design.ts'
import { makeEvents } from '../../../src/tables/events.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { fmriStagesGolden, hashedRun } from '../../fmri-stages-golden.ts'
import { exampleRecording } from './example-volumes.ts'

const { trS, scans, onsetsS, durationsS, labels } = fmriStagesGolden.shifted

/** The run of the golden designs, whose first scan is at 0 s. */
export function hashedScans(): Table<'signals'> {
  return hashedRun(2, scans, trS)
}

/** The design of a run with the golden events, shape [T, P]. */
export function goldenDesign(run: Table<'signals'>): Float64Array {
  const events = onsetsS.map((onsetS, i) => {
    return { label: labels[i], onsetS, durationS: durationsS[i] }
  })
  const [segment] = segmentsOf(run)
  const options = glm.options.parse({ contrasts: { a: { a: 1 } }, drift: 'none' })
  const { inside } = modelledEvents('glm', segment, makeEvents(exampleRecording, events))
  return designOf('glm', segment, byLabel(inside), { options }).values
}
