import { insidePath } from './pattern.ts'

/** A file that a data set has. */
export interface ListedFile {
  /** Inside the folder of the data set, with `/`. */
  readonly path: string
  readonly sha256?: string
  readonly url?: string
}

/**
 * Reads a list in the format of `sha256sum`: a hash, two spaces, a path; empty lines are skipped.
 *
 * @throws {RangeError} with the number of the line that is wrong
 */
export function sumsOf(text: string): ListedFile[] {
  const files = new Map<string, ListedFile>()
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const match = /^([0-9a-f]{64}) [ *](\S.*?)\r?$/.exec(line.trim())
    if (match === null) throw new RangeError(`line ${i + 1} is not a SHA-256, two spaces, a path`)
    const path = insidePath(match[2])
    if (files.has(path)) throw new RangeError(`line ${i + 1}: ${path} is listed twice`)
    files.set(path, { path, sha256: match[1] })
  }
  return [...files.values()]
}
