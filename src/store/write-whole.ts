import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { diskFailure } from './disk-failure.ts'

/**
 * Writes a file so that it is there whole or not at all: temporary name, sync, rename. Folders on
 * the way are made.
 *
 * @param bytes all of them, or pieces that follow each other
 * @param sync whether to wait until the disk has it, so that a crash of the machine keeps it
 * @throws {NeurarrowError} `store-full`, `store-denied`, `store-unreachable` or `store-failed` when
 *   the disk refuses; the temporary file is removed
 */
export function writeWhole(
  path: string,
  bytes: Uint8Array | readonly Uint8Array[],
  { sync } = { sync: true },
): void {
  const temporary = `${path}.${randomUUID()}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(temporary, 'wx')
    try {
      for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
        for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at)
      }
      if (sync) fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw diskFailure(cause, path)
  }
}
