import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { fail } from './errors.ts'

/**
 * The SHA-256 of a file's bytes, read piece by piece.
 *
 * @throws {NeurarrowError} `file-unreadable`
 */
export async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  } catch (cause) {
    return fail('file-unreadable', { file: path }, cause)
  }
  return hash.digest('hex')
}
