import { fail } from './errors.ts'

/** Where the bytes of one file lie in an archive. */
export interface ArchiveEntry {
  /** Offset of the first byte, and number of bytes there. */
  readonly from: number
  readonly packed: number
  /** Number of bytes of the file itself. */
  readonly bytes: number
  readonly isDeflated: boolean
}

/** Reads `length` bytes of an archive from an offset, all of them. */
export type ReadArchive = (byte: number, length: number) => Promise<Buffer>

const endLength = 22
const mostComment = 65_535
const recordLength = 46
const localLength = 30
const mostDirectoryBytes = 256 * 2 ** 20

/**
 * Finds one file of a zip archive by the archive's own directory.
 *
 * @param size length of the archive
 * @throws {NeurarrowError} `file-missing`; `file-corrupt` when the archive contradicts itself or
 *   has a form that is not read (ZIP64, encryption, other methods than stored and deflated)
 * @see APPNOTE.TXT 6.3.10, .ZIP File Format Specification, 4.3.7, 4.3.12, 4.3.16
 */
export async function findZipEntry(
  read: ReadArchive,
  size: number,
  path: string,
): Promise<ArchiveEntry> {
  const directory = await readDirectory(read, size)
  const at = find(directory, path)
  if (at === undefined) return fail('file-missing', { archive: 'zip', path })
  const method = directory.readUInt16LE(at + 10)
  const isLocked = (directory.readUInt16LE(at + 8) & 1) === 1
  if (isLocked || (method !== 0 && method !== 8)) {
    return corrupt(at, 'a file that is stored or deflated')
  }
  const [packed, bytes] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)]
  const header = directory.readUInt32LE(at + 42)
  const local = await read(header, localLength)
  if (local.toString('latin1', 0, 4) !== 'PK\x03\x04') return corrupt(header, 'a local header')
  const from = header + localLength + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (from + packed > size) return corrupt(from, `${packed} bytes of data`)
  return { from, packed, bytes, isDeflated: method === 8 }
}

/**
 * Names of the files of a zip archive, in the order of its directory.
 *
 * @throws {NeurarrowError} `file-corrupt`, `file-too-large`
 */
export async function zipNames(read: ReadArchive, size: number): Promise<string[]> {
  return [...records(await readDirectory(read, size))].map(({ name }) => name)
}

function corrupt(byte: number, expected: string): never {
  return fail('file-corrupt', { archive: 'zip', byte, expected })
}

/** The central directory: one record for each file. */
async function readDirectory(read: ReadArchive, size: number): Promise<Buffer> {
  const length = Math.min(size, endLength + mostComment)
  const tail = await read(size - length, length)
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (at < 0 || at + endLength > length) return corrupt(size, 'the end record of a zip')
  const [bytes, from] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  const end = size - length + at
  if (from + bytes > end) return corrupt(end, 'a directory before its end record, no ZIP64')
  if (bytes > mostDirectoryBytes) return fail('file-too-large', { archive: 'zip', bytes })
  return read(from, bytes)
}

/** Offset of the record of a file in the directory. */
function find(directory: Buffer, path: string): number | undefined {
  for (const { name, at } of records(directory)) if (name === path) return at
  return undefined
}

function* records(directory: Buffer): Generator<{ name: string; at: number }> {
  for (let at = 0; at + recordLength <= directory.length; ) {
    if (directory.toString('latin1', at, at + 4) !== 'PK\x01\x02') break
    const field = (offset: number) => directory.readUInt16LE(at + offset)
    const nameEnd = at + recordLength + field(28)
    yield { name: directory.toString('utf8', at + recordLength, nameEnd), at }
    at = nameEnd + field(30) + field(32)
  }
}
