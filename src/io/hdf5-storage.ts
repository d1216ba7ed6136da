import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { fail } from '../errors.ts'
import { addressAt, type Bytes } from './hdf5-bytes.ts'
import type { Hdf5File } from './hdf5-file.ts'
import { type Hdf5Header, treeLeaves } from './hdf5-index.ts'

/** What the library says of an array, before any of it is read. */
export interface Hdf5Stated {
  /** Last axis fastest. */
  readonly shape: readonly number[]
  /** Of one element, bytes. */
  readonly width: number
  /** `null` for an array in one piece. */
  readonly chunks: readonly number[] | null
  /** Numbers of its filters, in the order in which they were applied. */
  readonly filters: readonly number[]
  /** Names of its attributes. */
  readonly attributes: readonly string[]
}

/** Where an array lies in the file. */
export interface Hdf5Storage {
  /** Rows along the first axis that are stored together, 1 where nothing is. */
  readonly rowsTogether: number
  /**
   * The stored bytes of rows [from, to) along the first axis, as many as the rows need.
   *
   * @throws {NeurarrowError} `file-corrupt` for bytes that are missing or of another length
   */
  pieces(file: Hdf5File, from: number, to: number): Promise<Bytes[]>
}

/** Deflate turns no byte into more than 1032. */
const largestRatio = 1032
const mostChunkBytes = 256 * 1024 * 1024
const none = 0xffffffff

/**
 * Proves that all of an array is in its file, for the library does not: HDF5 2.0.0 gives zeros for
 * parts that are not there, and what its memory held for chunks that unpack to fewer bytes than
 * they should.
 *
 * An array in one piece has an address, and all its bytes follow it. One in chunks has each chunk
 * once, in a tree in which the library's search finds it; filters that are left out and lengths
 * after inflating are checked chunk by chunk as they are read.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte, `file-too-large`, `format-unknown` for
 *   other layouts and filters
 * @see HDF5 File Format Specification Version 2.0, sections III.A.1 and IV.A.2.i
 */
export async function provenStorage(
  file: Hdf5File,
  header: Hdf5Header,
  stated: Hdf5Stated,
): Promise<Hdf5Storage> {
  const { layout, kind } = layoutOf(file, header)
  const { shape, width, chunks } = stated
  const total = shape.reduce((product, n) => product * n, width)
  const { byte } = layout
  if (!(total <= file.size * largestRatio)) {
    fail('file-too-large', { file: file.file, byte, shape })
  }
  const { bytes, view } = layout
  // the library passes over all of them, in silence, where it cannot decode one
  if (header.attributes !== stated.attributes.length) {
    corrupt(file, byte, `${header.attributes} attributes`)
  }
  if ((kind === 'chunked') !== (chunks !== null)) return corrupt(file, byte, 'one layout')
  if (kind === 'compact') {
    if (bytes.length < 4 || view.getUint16(2, true) !== total) corrupt(file, byte, `${total} bytes`)
    return { rowsTogether: 1, pieces: async () => [] }
  }
  if (kind === 'chunked') return chunkedStorage(file, layout, stated)
  if (bytes.length < 18) corrupt(file, byte, 'an address')
  const rowBytes = total / Math.max(1, shape[0] ?? 1)
  const start = addressAt(view, 2)
  return {
    rowsTogether: 1,
    pieces: async (own, from, to) => {
      return total === 0 ? [] : [await own.at(start + from * rowBytes, (to - from) * rowBytes)]
    },
  }
}

function layoutOf(file: Hdf5File, { layout }: Hdf5Header) {
  if (layout === undefined) return corrupt(file, 0, 'a layout')
  const { bytes, byte } = layout
  const kind = (['compact', 'contiguous', 'chunked'] as const)[bytes[1]]
  if (bytes[0] === 3 && kind !== undefined) return { layout, kind }
  const found = `layout ${bytes[0]}, class ${bytes[1]}`
  return fail('format-unknown', { file: file.file, byte, found, expected: 'layout 3' })
}

interface Chunk {
  /** Of its first element, in elements along each axis. */
  readonly offsets: readonly number[]
  readonly address: number
  readonly bytes: number
  /** Bit i is set where filter i was left out. */
  readonly mask: number
}

async function chunkedStorage(file: Hdf5File, layout: Bytes, stated: Hdf5Stated) {
  const { shape, width, chunks, filters } = stated
  const { bytes, view, byte } = layout
  const axes = bytes[2] - 1
  const size = chunks ?? []
  const held = Array.from({ length: Math.max(0, axes) }, (_, axis) => {
    return 11 + 4 * axis + 4 <= bytes.length ? view.getUint32(11 + 4 * axis, true) : none
  })
  if (axes !== shape.length || axes < 1 || held.some((n, axis) => n !== size[axis])) {
    corrupt(file, byte, 'chunks of as many axes as the array')
  }
  const whole = size.reduce((product, n) => product * n, width)
  if (!(whole > 0 && whole <= Math.min(mostChunkBytes, file.size * largestRatio))) {
    fail('file-too-large', { file: file.file, byte, chunk: size })
  }
  checkFilters(file, filters, byte)
  const count = shape.reduce((product, n, axis) => product * Math.ceil(n / size[axis]), 1)
  const root = addressAt(view, 3)
  const leaves = count === 0 ? [] : await treeLeaves(file, root, axes + 1)
  const found = leaves.map(({ key, child }): Chunk => {
    const offsets = Array.from({ length: axes }, (_, axis) => addressAt(key, 8 + 8 * axis))
    const [stored, mask] = [key.getUint32(0, true), key.getUint32(4, true)]
    return { offsets, address: child, bytes: stored, mask }
  })
  const isInside = ({ offsets }: Chunk) =>
    offsets.every((offset, axis) => offset < shape[axis] && offset % size[axis] === 0)
  const places = new Set(found.filter(isInside).map(({ offsets }) => offsets.join()))
  if (found.length !== count || places.size !== count) corrupt(file, byte, `${count} chunks`)
  return {
    rowsTogether: size[0],
    async pieces(own: Hdf5File, from: number, to: number) {
      const pieces: Bytes[] = []
      for (const chunk of found) {
        const [first] = chunk.offsets
        if (first >= to || first + size[0] <= from) continue
        pieces.push(await provenChunk(own, chunk, { filters, whole }))
      }
      return pieces
    },
  }
}

const [deflate, shuffle, fletcher32] = [1, 2, 3]

/** MATLAB shuffles, then deflates, then adds a sum; each where it likes. */
function checkFilters(file: Hdf5File, filters: readonly number[], byte: number): void {
  const order = filters.map((id) => [shuffle, deflate, fletcher32].indexOf(id))
  if (order.every((place, i) => place >= 0 && (i === 0 || place > order[i - 1]))) return
  const expected = 'shuffle, deflate and fletcher32, in this order'
  fail('format-unknown', { file: file.file, byte, found: filters, expected })
}

const unzip = promisify(inflate) as (
  bytes: Uint8Array,
  options: { maxOutputLength: number; chunkSize: number },
) => Promise<Uint8Array>

/** The stored bytes of a chunk that become `whole` bytes when its filters are undone. */
async function provenChunk(
  file: Hdf5File,
  { address, bytes, mask }: Chunk,
  { filters, whole }: { readonly filters: readonly number[]; readonly whole: number },
): Promise<Bytes> {
  const stored = await file.at(address, bytes)
  const applied = filters.filter((_, i) => (mask & (1 << i)) === 0)
  if (mask >>> filters.length !== 0) corrupt(file, stored.byte, 'filters that are stated')
  // the library checks the sum itself
  const rest = bytes - (applied.includes(fletcher32) ? 4 : 0)
  if (!applied.includes(deflate)) {
    return rest === whole ? stored : corrupt(file, stored.byte, `${whole} bytes`)
  }
  const packed = stored.bytes.subarray(0, Math.max(0, rest))
  const room = { maxOutputLength: whole + 8, chunkSize: Math.max(64, whole + 8) }
  const { length } = await unzip(packed, room).catch(() => corrupt(file, stored.byte, 'a chunk'))
  return length === whole ? stored : corrupt(file, stored.byte, `${whole} bytes`)
}

function corrupt(file: Hdf5File, byte: number, expected: string): never {
  return fail('file-corrupt', { file: file.file, byte, expected })
}
