import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'

/** An HDF5 file whose parts are read by address. */
export interface Hdf5File {
  readonly file: string
  /** Length of the whole file, bytes. */
  readonly size: number
  /** Address of the root group's object header. */
  readonly root: number
  /**
   * Bytes from an address on.
   *
   * @throws {NeurarrowError} `file-corrupt` when the file ends before
   */
  at(address: number, length: number): Promise<Bytes>
}

/** Some bytes and where they begin in the file. */
export interface Bytes {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Of the first, for messages. */
  readonly byte: number
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
/** Places where the signature may be, for what stands before it. */
const userBlocks = [0, 512, 1024, 2048]
const pageBytes = 64 * 1024
const pagesKept = 128

/**
 * Opens an HDF5 file with a superblock of version 0 or 1, as MATLAB writes them.
 *
 * @throws {NeurarrowError} `file-corrupt` without the signature, `file-truncated`, `format-unknown`
 *   for other versions and sizes of addresses
 * @see HDF5 File Format Specification Version 2.0, The HDF Group, section II.A
 */
export async function openHdf5(source: Source): Promise<Hdf5File> {
  const { name: file, size } = source
  const head = await source.read(0, 2048 + 100)
  const start = userBlocks.find((at) => signature.every((byte, i) => head[at + i] === byte))
  if (start === undefined) {
    return fail('file-corrupt', { file, byte: 0, expected: 'the signature of HDF5' })
  }
  const { view, bytes } = bytesOf(head.subarray(start), start)
  if (bytes.length < 100) fail('file-truncated', { file, byte: size, expected: start + 100 })
  const [version, offsets, lengths] = [bytes[8], bytes[13], bytes[14]]
  if (version > 1 || offsets !== 8 || lengths !== 8) {
    const found = { version, offsets, lengths }
    fail('format-unknown', { file, found, expected: 'HDF5 with a superblock of version 0 or 1' })
  }
  const at = version === 0 ? 24 : 28
  const base = addressAt(view, at)
  const expected = addressAt(view, at + 16)
  if (expected > size) fail('file-truncated', { file, byte: size, expected })
  const read = pagesOf(source)
  return {
    file,
    size,
    root: addressAt(view, at + 40),
    async at(address, length) {
      const from = base + address
      if (!(from >= 0 && from + length <= size)) {
        fail('file-corrupt', { file, byte: from, expected: length, found: 'the end of the file' })
      }
      return bytesOf(await read(from, from + length), from)
    },
  }
}

/** Views bytes that begin somewhere in a file. */
export function bytesOf(bytes: Uint8Array, byte: number): Bytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), byte }
}

/** An address or a length of eight bytes; one beyond 2^53, such as that of nothing, is infinite. */
export function addressAt(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true))
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY
}

/** Reads through pages that are kept, for headers are many small pieces. */
function pagesOf(source: Source): (from: number, to: number) => Promise<Uint8Array> {
  const pages = new Map<number, Promise<Uint8Array>>()
  const page = (number: number) => {
    const known = pages.get(number)
    if (known !== undefined) return known
    const read = source.read(number * pageBytes, (number + 1) * pageBytes)
    const [oldest] = pages.keys()
    if (pages.size >= pagesKept) pages.delete(oldest)
    pages.set(number, read)
    return read
  }
  return async (from, to) => {
    if (to - from > pageBytes) return source.read(from, to)
    const first = Math.floor(from / pageBytes)
    const own = await page(first)
    const start = from - first * pageBytes
    if (to <= (first + 1) * pageBytes) return own.subarray(start, start + to - from)
    const next = await page(first + 1)
    const rest = next.subarray(0, to - (first + 1) * pageBytes)
    return new Uint8Array(Buffer.concat([own.subarray(start), rest]))
  }
}
