import type { FileHandle } from 'node:fs/promises'
import { fail } from '../errors.ts'
import type { ArchiveEntry } from '../zip-entry.ts'
import { readExactly } from './read-exactly.ts'

const blockLength = 512
/** Bytes of a record that holds a long name. */
const mostNameBytes = 65_536
/** Types of records that say something of the next file: pax, and the long names of GNU. */
const names = ['x', 'L']

/**
 * Finds one plain file of a tar archive; the first folder of its paths (`package/` in those of npm)
 * does not count.
 *
 * @param size length of the archive
 * @throws {NeurarrowError} `file-missing`, `file-corrupt`, `file-truncated`
 * @see POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block"
 */
export async function findTarEntry(
  file: FileHandle,
  size: number,
  path: string,
): Promise<ArchiveEntry> {
  let long: string | undefined
  for (let at = 0; at + blockLength <= size; ) {
    const block = await readExactly(file, at, blockLength)
    if (block.every((byte) => byte === 0)) break
    const { name, bytes, type } = headerOf(block, at)
    const from = at + blockLength
    if (from + bytes > size) fail('file-corrupt', { archive: 'tar', byte: at, expected: bytes })
    at = from + Math.ceil(bytes / blockLength) * blockLength
    if (names.includes(type)) {
      if (bytes > mostNameBytes) fail('file-too-large', { archive: 'tar', byte: from, bytes })
      long = longName(await readExactly(file, from, bytes), type) ?? long
      continue
    }
    const inside = (long ?? name).replace(/^[^/]*\//, '')
    if (type === '0' && inside === path) return { from, packed: bytes, bytes, isDeflated: false }
    long = undefined
  }
  return fail('file-missing', { archive: 'tar', path })
}

function headerOf(block: Buffer, at: number): { name: string; bytes: number; type: string } {
  const text = (from: number, length: number) =>
    block.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  const sum = Number.parseInt(text(148, 8).trim(), 8)
  const blanked = Buffer.from(block).fill(' ', 148, 156)
  if (sum !== blanked.reduce((total, byte) => total + byte, 0)) {
    return fail('file-corrupt', { archive: 'tar', byte: at, expected: 'the header of a file' })
  }
  const bytes = /^[0-7]+$/.test(text(124, 12).trim())
    ? Number.parseInt(text(124, 12), 8)
    : fail('file-corrupt', { archive: 'tar', byte: at + 124, expected: 'a size in octal digits' })
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
  const name = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`
  return { name, bytes, type: text(156, 1) || '0' }
}

/** The path that a record gives; records of pax are `length key=value` lines. */
function longName(record: Buffer, type: string): string | undefined {
  const text = record.toString('utf8')
  if (type === 'L') return text.replace(/\0.*$/s, '')
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1]
}
