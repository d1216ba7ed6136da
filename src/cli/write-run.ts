import { join } from 'node:path'
import type { Run } from '../execution/run.ts'
import { writeDerivatives } from '../execution/write-derivatives.ts'
import { runFiles, runFolder } from '../reports/run-files.ts'
import { placeRows } from '../store/place-rows.ts'
import { writeWhole } from '../store/write-whole.ts'

/**
 * Writes a run's folder below `out`, `run.json` last; what was not scored is there as one table for
 * each recording.
 *
 * @returns the path of the folder
 */
export async function writeRun(run: Run, out: string): Promise<string> {
  const folder = join(out, runFolder(run.record))
  if (!run.scored) await placeRows(run.rows, run.store, folder)
  if (run.checked.pipeline.write) await writeDerivatives(run, run.checked.pipeline.write, folder)
  for (const [name, bytes] of runFiles(run)) writeWhole(join(folder, name), bytes)
  return folder
}
