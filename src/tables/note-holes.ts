import { firstHole } from '../kernels/first-hole.ts'
import { withNote } from './note.ts'
import { listsOf, type Table } from './table.ts'

/**
 * The signals, with a note of how many samples are not finite where there are any: a rule that
 * keeps NaN says so.
 *
 * @param stage who says it
 */
export function noteHoles(signals: Table<'signals'>, stage: string): Table<'signals'> {
  const { values } = listsOf(signals, 'samples')
  if (firstHole(values) < 0) return signals
  let samples = 0
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) samples++
  return withNote(signals, { stage, says: 'samples that are not finite are kept', samples })
}
