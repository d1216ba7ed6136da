import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { fail } from '../errors.ts'
import { addressAt, type Bytes, bytesOf, type Hdf5File } from './hdf5-file.ts'
import {
  corrupt,
  type Hdf5Message,
  type Hdf5Object,
  hdf5Messages,
  messageOf,
  treeLeaves,
} from './hdf5-object.ts'
import { type Hdf5Type, readDatatype, readShape } from './hdf5-type.ts'

/** An array of an HDF5 file. */
export interface Hdf5Dataset {
  /** Last axis fastest. */
  readonly shape: readonly number[]
  readonly type: Hdf5Type
  /** Rows along the first axis that are stored together, 1 where nothing is. */
  readonly rowsTogether: number
  /**
   * The elements of rows [from, to) along the first axis, one after the other.
   *
   * @throws {NeurarrowError} `file-corrupt` for parts that are missing or of another length
   */
  read(from: number, to: number): Promise<Uint8Array>
}

/** Deflate turns no byte into more than 1032. */
const largestRatio = 1032
const mostBytes = 2 ** 31 - 1

/**
 * Opens the array of an object: compact, contiguous, or in chunks, deflated and shuffled or not.
 *
 * @returns `undefined` for an object that is no array
 * @throws {NeurarrowError} `file-corrupt` with the byte, `file-too-large`, `format-unknown` for
 *   other layouts and filters
 * @see HDF5 File Format Specification Version 2.0, section IV.A.2
 */
export async function openDataset(
  file: Hdf5File,
  object: Hdf5Object,
): Promise<Hdf5Dataset | undefined> {
  const [space, datatype, layout] = (['dataspace', 'datatype', 'layout'] as const).map((word) =>
    messageOf(object, hdf5Messages[word]),
  )
  if (space === undefined || datatype === undefined || layout === undefined) return undefined
  const shape = readShape(file, space)
  const type = readDatatype(file, datatype)
  const { bytes, view, byte } = layout
  const total = shape.reduce((product, n) => product * n, type.bytes)
  if (!(total <= file.size * largestRatio)) {
    fail('file-too-large', { file: file.file, byte: space.byte, shape })
  }
  if (bytes[0] !== 3 || bytes.length < 4) {
    const found = `layout ${bytes[0]}`
    return fail('format-unknown', { file: file.file, byte, found, expected: 'layout 3' })
  }
  const rowBytes = total / Math.max(1, shape[0] ?? 1)
  const known = { shape, type, rowsTogether: 1 }
  if (bytes[1] === 0) {
    const held = bytes.subarray(4, 4 + view.getUint16(2, true))
    if (held.length !== total) corrupt(file, layout, `${total} bytes`)
    return { ...known, read: async (from, to) => held.subarray(from * rowBytes, to * rowBytes) }
  }
  if (bytes[1] === 1 && bytes.length >= 18) return contiguous(file, layout, { ...known, rowBytes })
  if (bytes[1] !== 2) return corrupt(file, layout, 'a layout')
  return chunked(file, layout, { ...known, filters: filtersOf(file, object) })
}

type Known = Omit<Hdf5Dataset, 'read'>

function contiguous(
  file: Hdf5File,
  { view }: Hdf5Message,
  { rowBytes, ...known }: Known & { readonly rowBytes: number },
): Hdf5Dataset {
  const address = addressAt(view, 2)
  return {
    ...known,
    async read(from, to) {
      const length = (to - from) * rowBytes
      if (length === 0) return new Uint8Array()
      return (await file.at(address + from * rowBytes, length)).bytes
    },
  }
}

type Filter = (bytes: Uint8Array, expected: number, width: number) => Promise<Uint8Array>

interface Chunked extends Known {
  readonly filters: readonly Filter[]
}

interface Chunk {
  /** Of its first element, in elements along each axis. */
  readonly offsets: readonly number[]
  readonly address: number
  readonly bytes: number
  /** Bit i is set where filter i was left out. */
  readonly mask: number
}

async function chunked(
  file: Hdf5File,
  layout: Hdf5Message,
  { filters, ...known }: Chunked,
): Promise<Hdf5Dataset> {
  const { bytes, view } = layout
  const { shape, type } = known
  const axes = bytes[2] - 1
  if (axes !== shape.length || axes < 1 || bytes.length < 11 + 4 * (axes + 1)) {
    corrupt(file, layout, 'chunks of as many axes as the array')
  }
  const size = Array.from({ length: axes }, (_, axis) => view.getUint32(11 + 4 * axis, true))
  const whole = size.reduce((product, n) => product * n, type.bytes)
  if (!(whole > 0 && whole <= Math.min(mostBytes, file.size * largestRatio))) {
    corrupt(file, layout, 'a size of chunks')
  }
  const count = shape.reduce((product, n, axis) => product * Math.ceil(n / size[axis]), 1)
  const root = addressAt(view, 3)
  const tree = { type: 1, keyBytes: 8 + 8 * (axes + 1) }
  const leaves = count === 0 ? [] : await treeLeaves(file, root, tree)
  const chunks = leaves.map(({ key, child }) => chunkOf(key, child, axes))
  const isInside = ({ offsets }: Chunk) =>
    offsets.every((offset, axis) => offset < shape[axis] && offset % size[axis] === 0)
  const places = new Set(chunks.filter(isInside).map(({ offsets }) => offsets.join()))
  if (chunks.length !== count || places.size !== count) corrupt(file, layout, `${count} chunks`)
  return {
    ...known,
    rowsTogether: size[0],
    async read(from, to) {
      const out = new Uint8Array(shape.slice(1).reduce((n, m) => n * m, (to - from) * type.bytes))
      for (const chunk of chunks) {
        const [first] = chunk.offsets
        if (first >= to || first + size[0] <= from) continue
        const stored = await file.at(chunk.address, chunk.bytes)
        const own = await unfiltered(file, stored, { filters, chunk, whole, width: type.bytes })
        place(own, out, { shape, size, offsets: chunk.offsets, from, to, width: type.bytes })
      }
      return out
    },
  }
}

function chunkOf({ view }: Bytes, address: number, axes: number): Chunk {
  const offsets = Array.from({ length: axes }, (_, axis) => addressAt(view, 8 + 8 * axis))
  return { offsets, address, bytes: view.getUint32(0, true), mask: view.getUint32(4, true) }
}

interface Stored {
  readonly filters: readonly Filter[]
  readonly chunk: Chunk
  readonly whole: number
  readonly width: number
}

async function unfiltered(file: Hdf5File, stored: Bytes, facts: Stored): Promise<Uint8Array> {
  const { filters, chunk, whole, width } = facts
  let { bytes } = stored
  for (let i = filters.length - 1; i >= 0; i--) {
    if (chunk.mask & (1 << i)) continue
    bytes = await filters[i](bytes, whole, width).catch(() => corrupt(file, stored, 'a chunk'))
  }
  return bytes.length === whole ? bytes : corrupt(file, stored, `${whole} bytes`)
}

interface Placing {
  readonly shape: readonly number[]
  readonly size: readonly number[]
  readonly offsets: readonly number[]
  readonly from: number
  readonly to: number
  readonly width: number
}

/** Copies what of a chunk lies in the array and in rows [from, to), run by run of the last axis. */
function place(chunk: Uint8Array, out: Uint8Array, placing: Placing): void {
  const { shape, size, offsets, from, to, width } = placing
  const last = shape.length - 1
  const low = offsets.map((offset, axis) => (axis === 0 ? Math.max(offset, from) : offset))
  const high = offsets.map((offset, axis) => {
    return Math.min(offset + size[axis], axis === 0 ? Math.min(to, shape[0]) : shape[axis])
  })
  if (low.some((n, axis) => n >= high[axis])) return
  const at = low.slice()
  for (;;) {
    let [source, target] = [0, 0]
    for (let axis = 0; axis <= last; axis++) {
      source = source * size[axis] + at[axis] - offsets[axis]
      target = target * (axis === 0 ? 1 : shape[axis]) + at[axis] - (axis === 0 ? from : 0)
    }
    const run = (high[last] - low[last]) * width
    out.set(chunk.subarray(source * width, source * width + run), target * width)
    let axis = last - 1
    while (axis >= 0 && ++at[axis] === high[axis]) {
      at[axis] = low[axis]
      axis--
    }
    if (axis < 0) return
  }
}

function filtersOf(file: Hdf5File, object: Hdf5Object): Filter[] {
  const message = messageOf(object, hdf5Messages.filters)
  if (message === undefined) return []
  const { bytes, view } = message
  const isOld = bytes[0] === 1
  const filters: Filter[] = []
  let at = isOld ? 8 : 2
  for (let i = 0; i < (bytes[1] ?? 0); i++) {
    if (at + 8 > bytes.length) corrupt(file, message, 'a filter')
    const id = view.getUint16(at, true)
    const named = isOld || id >= 256
    const name = named ? view.getUint16(at + 2, true) : 0
    const values = view.getUint16(at + (named ? 6 : 4), true)
    at += (named ? 8 : 6) + (isOld ? 8 * Math.ceil(name / 8) : name)
    at += 4 * (values + (isOld ? values % 2 : 0))
    const filter = knownFilters[id]
    if (filter === undefined) {
      const expected = 'deflate, shuffle or fletcher32'
      fail('format-unknown', { file: file.file, byte: message.byte, found: id, expected })
    }
    filters.push(filter)
  }
  return filters
}

const unzip = promisify(inflate) as (
  bytes: Uint8Array,
  options: { maxOutputLength: number },
) => Promise<Uint8Array>

const knownFilters: Readonly<Record<number, Filter>> = {
  1: (bytes, expected) => unzip(bytes, { maxOutputLength: expected + 8 }),
  2: async (bytes, _, width) => unshuffled(bytes, width),
  // a checksum of four bytes at the end
  3: async (bytes) => bytes.subarray(0, Math.max(0, bytes.length - 4)),
}

/** First bytes of all elements together, then second bytes, ... as elements again. */
function unshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(bytes.length / width)
  const out = new Uint8Array(bytes)
  for (let k = 0; k < width; k++) {
    for (let i = 0; i < count; i++) out[i * width + k] = bytes[k * count + i]
  }
  return out
}

/** The value of an attribute, as bytes with their type. */
export function attributesOf(file: Hdf5File, { messages }: Hdf5Object) {
  const found = new Map<string, { readonly type: Hdf5Type; readonly bytes: Uint8Array }>()
  for (const message of messages.filter(({ type }) => type === hdf5Messages.attribute)) {
    const { bytes, view, byte } = message
    const version = bytes[0]
    if (bytes.length < 8 || version < 1 || version > 3) corrupt(file, message, 'an attribute')
    const [name, type] = [view.getUint16(2, true), view.getUint16(4, true)]
    const space = view.getUint16(6, true)
    const padded = (n: number) => (version === 1 ? 8 * Math.ceil(n / 8) : n)
    const start = version === 3 ? 9 : 8
    const typeAt = start + padded(name)
    const spaceAt = typeAt + padded(type)
    const valueAt = spaceAt + padded(space)
    if (valueAt > bytes.length) corrupt(file, message, 'an attribute that ends')
    const label = Buffer.from(bytes.subarray(start, start + name)).toString('utf8')
    const own = bytesOf(bytes.subarray(typeAt, typeAt + type), byte + typeAt)
    const value = bytes.subarray(valueAt)
    found.set(label.replace(/\0.*$/s, ''), { type: readDatatype(file, own), bytes: value })
  }
  return found
}
