import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail, NeurarrowError } from '../errors.ts'

/**
 * Writes a file whole or not at all: under a temporary name beside it, synced, then renamed.
 *
 * @param replace whether a file that is there already may be replaced
 * @throws {NeurarrowError} `arguments-invalid` when the file exists and may not be replaced;
 *   `file-unwritable`
 */
export function writeFileWhole(path: string, bytes: Uint8Array | string, replace: boolean): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  try {
    writeFileSync(temporary, bytes, { flush: true })
    if (!replace && existsSync(path)) refuseToReplace(path)
    renameSync(temporary, path)
  } catch (cause) {
    if (cause instanceof NeurarrowError) throw cause
    fail('file-unwritable', { file: path, found: (cause as NodeJS.ErrnoException).code }, cause)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Raises the failure of a file that exists already. */
export function refuseToReplace(file: string): never {
  const expected = 'a file that does not exist yet'
  return fail('arguments-invalid', { file, expected, remedy: '--force' })
}
