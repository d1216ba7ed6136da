import { join } from 'node:path'
import type { Run } from '../execution/run.ts'
import { runFiles, runFolder } from '../reports/run-files.ts'
import { writeWhole } from '../store/write-whole.ts'

/**
 * Writes a run's folder below `out`.
 *
 * @returns the path of the folder
 */
export async function writeRun(run: Run, out: string): Promise<string> {
  const folder = join(out, runFolder(run.record))
  for (const [name, bytes] of runFiles(run)) writeWhole(join(folder, name), bytes)
  return folder
}
