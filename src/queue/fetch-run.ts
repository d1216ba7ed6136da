import { join } from 'node:path'
import { fail } from '../errors.ts'
import { placeRows } from '../store/place-rows.ts'
import type { Store } from '../store/store.ts'
import { writeWhole } from '../store/write-whole.ts'
import { type RunDone, runFileName } from './run-job.ts'

/**
 * Writes the files of a run that has ended from the store to its folder below `out`, `run.json`
 * last.
 *
 * @returns the path of the folder
 * @throws {NeurarrowError} `store-corrupt` when a file is not there
 */
export async function fetchRun(done: RunDone, store: Store, out: string): Promise<string> {
  const folder = join(out, done.folder)
  await placeRows(done.rows, store, folder)
  for (const name of done.files) {
    const bytes = await store.load(runFileName(done.run, name))
    if (bytes === undefined) return fail('store-corrupt', { run: done.run, missing: name })
    writeWhole(join(folder, name), bytes)
  }
  return folder
}
