import type { FileHandle } from 'node:fs/promises'
import { fail } from '../errors.ts'

/**
 * Reads bytes of an open file.
 *
 * @throws {NeurarrowError} `file-truncated` when the file ends before
 */
export async function readExactly(file: FileHandle, byte: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, byte)
  return bytesRead === length ? buffer : fail('file-truncated', { byte, expected: length })
}
