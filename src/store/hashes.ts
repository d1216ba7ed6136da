import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fail } from '../errors.ts'
import { writeWhole } from './write-whole.ts'

/** Size and times of a file: what changes when its bytes do. */
export interface Stamp {
  readonly size: number
  readonly changed: string
}

interface Known extends Stamp {
  readonly sha256: string
}

/** Hashes of files that are remembered as long as a file's size and times stay the same. */
export interface HashMemory {
  /** The SHA-256 that is remembered for this file as it now is, or `undefined`. */
  recall(path: string): string | undefined
  /** How a file now is, for `remember` when its hash takes a while. */
  stamp(path: string): Stamp
  /** @param stamp how the file was before it was hashed; as it now is without it */
  remember(path: string, sha256: string, stamp?: Stamp): void
  save(): void
}

/** Opens the memory that is kept in a file; one that cannot be read is begun anew. */
export function hashMemory(file: string): HashMemory {
  const known = new Map<string, Known>(Object.entries(readKnown(file)))
  let changed = false
  return {
    recall(path) {
      const entry = known.get(path)
      const now = stampOf(path)
      return entry && entry.size === now.size && entry.changed === now.changed
        ? entry.sha256
        : undefined
    },
    stamp: stampOf,
    remember(path, sha256, stamp = stampOf(path)) {
      known.set(path, { ...stamp, sha256 })
      changed = true
    },
    save() {
      if (changed) writeWhole(file, Buffer.from(JSON.stringify(Object.fromEntries(known))))
      changed = false
    },
  }
}

function readKnown(file: string): Record<string, Known> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Known>
  } catch {
    return {}
  }
}

/** Size, and both times in ns: a file rewritten within a second still differs. */
function stampOf(path: string): Stamp {
  try {
    const { size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return { size: Number(size), changed: `${mtimeNs}-${ctimeNs}` }
  } catch (cause) {
    return fail('file-missing', { file: path }, cause)
  }
}

/** One buffer for all files of a thread: a new one each would wait for the garbage collector. */
let piece: Buffer | undefined

/**
 * SHA-256 of a file's bytes, in hexadecimal, read in pieces of 1 MiB.
 *
 * @throws {NeurarrowError} `file-missing`, `file-unreadable`
 */
export function hashFile(path: string): string {
  const hash = createHash('sha256')
  for (const bytes of piecesOf(path)) hash.update(bytes)
  return hash.digest('hex')
}

/**
 * As `hashFile`; whatever else waits in the thread has its turn after each piece.
 *
 * @throws {NeurarrowError} `file-missing`, `file-unreadable`, `interrupted` after the signal
 */
export async function hashFileInTurns(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for (const bytes of piecesOf(path)) {
    if (signal.aborted) fail('interrupted')
    hash.update(bytes)
    await setImmediate()
  }
  return hash.digest('hex')
}

/** The bytes of a file in pieces; each is good until the next of any file is asked for. */
function* piecesOf(path: string): Generator<Uint8Array> {
  stampOf(path)
  piece ??= Buffer.allocUnsafe(1 << 20)
  try {
    const file = openSync(path, 'r')
    try {
      for (let n = readSync(file, piece); n > 0; n = readSync(file, piece))
        yield piece.subarray(0, n)
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    fail('file-unreadable', { file: path, message: String(cause) }, cause)
  }
}
