import { inflateRawSync } from 'node:zlib'
import { fail, NeurarrowError } from '../errors.ts'
import type { Source } from '../reader.ts'
import { type ArchiveEntry, findZipEntry, zipNames } from '../zip-entry.ts'
import { memorySource, readExactly } from './source.ts'

/** No array in an archive is larger, bytes. */
const mostBytes = 2 ** 31
/** Deflate cannot do better. */
const mostRatio = 1032

/**
 * One array of an `.npz` archive, unpacked, as a source of its own.
 *
 * @param array its name; without it the only array of two axes or more has to be the only one
 * @throws {NeurarrowError} `file-corrupt` with the names there are, or when the archive contradicts
 *   itself; `file-too-large`, `file-truncated`
 * @see numpy.savez, numpy.savez_compressed
 */
export async function npzArray(source: Source, array?: string): Promise<Source> {
  const { name: file, size } = source
  const read = async (byte: number, length: number) =>
    Buffer.from(await readExactly(source, byte, byte + length))
  try {
    const names = await zipNames(read, size)
    const arrays = names.filter((name) => name.endsWith('.npy'))
    const wanted = array === undefined ? arrays : arrays.filter((name) => name === `${array}.npy`)
    if (wanted.length !== 1) {
      const found = arrays.map((name) => name.slice(0, -4))
      const remedy = 'say which by `array` in the JSON file beside it'
      fail('file-corrupt', { file, byte: 0, array, found, remedy })
    }
    const entry = await findZipEntry(read, size, wanted[0])
    return memorySource(file, unpacked(await read(entry.from, entry.packed), entry, file))
  } catch (thrown) {
    if (!(thrown instanceof NeurarrowError)) throw thrown
    return fail(thrown.code, { byte: 0, ...thrown.facts, file }, thrown)
  }
}

function unpacked(packed: Buffer, { bytes, isDeflated, from }: ArchiveEntry, file: string) {
  const allowed = isDeflated ? packed.length * mostRatio : packed.length
  if (bytes > mostBytes || bytes > allowed) fail('file-too-large', { file, byte: from, bytes })
  if (!isDeflated) return new Uint8Array(packed)
  try {
    const whole = inflateRawSync(packed, { maxOutputLength: Math.max(bytes, 1) })
    if (whole.length === bytes) return new Uint8Array(whole)
  } catch (cause) {
    return fail('file-corrupt', { file, byte: from, expected: 'deflated bytes' }, cause)
  }
  return fail('file-truncated', { file, byte: from, expected: bytes })
}
