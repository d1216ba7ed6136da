import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { NeurarrowError } from '../errors.ts'
import { readers } from '../io/index.ts'
import { withFile } from '../io/source.ts'
import type { Reader } from '../reader.ts'

/**
 * The other files that a recording consists of, the one with the samples first.
 *
 * @returns paths; none for formats of one file, for what no reader knows, and for a recording that
 *   cannot be read, which is found when it is
 */
export async function filesBeside(path: string): Promise<string[]> {
  const files = readerOf(path)?.files
  if (files === undefined) return []
  try {
    const names = await withFile(path, files)
    return names.map((name) => join(dirname(path), name)).filter((file) => existsSync(file))
  } catch (thrown) {
    if (thrown instanceof NeurarrowError) return []
    throw thrown
  }
}

/** Whether a recording's own file has samples, although other files belong to it. */
export function holdsSamples(path: string): boolean {
  return readerOf(path)?.holdsSamples === true
}

function readerOf(path: string): Reader | undefined {
  const lower = path.toLowerCase()
  return readers.find(({ endings }) => endings.some((ending) => lower.endsWith(ending)))
}

/** The bytes of all files of a recording together; 0 where the recording is missing. */
export function bytesOfFiles(paths: readonly string[]): number {
  return paths.reduce((sum, path) => {
    return sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0)
  }, 0)
}

/** Names the content of files: the SHA-256 of the only one, else that of all of theirs. */
export function joinedHash(hashes: readonly string[]): string {
  const [only] = hashes
  if (hashes.length === 1) return only
  return createHash('sha256').update(hashes.join('\n')).digest('hex')
}
