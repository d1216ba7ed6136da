import { fail } from '../errors.ts'
import { addressAt, type Bytes, bytesOf, type Hdf5File } from './hdf5-file.ts'

/** One message of an object header. */
export interface Hdf5Message extends Bytes {
  readonly type: number
}

/** What an object of an HDF5 file says of itself. */
export interface Hdf5Object {
  readonly address: number
  readonly messages: readonly Hdf5Message[]
}

/** Types of messages. */
export const hdf5Messages = {
  dataspace: 0x1,
  datatype: 0x3,
  layout: 0x8,
  filters: 0xb,
  attribute: 0xc,
  continuation: 0x10,
  symbolTable: 0x11,
} as const

const mostMessages = 10_000
const mostNodes = 1_000_000

/**
 * Reads the object header at an address.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte, `format-unknown` for headers of version 2
 * @see HDF5 File Format Specification Version 2.0, section IV.A.1.a
 */
export async function readObject(file: Hdf5File, address: number): Promise<Hdf5Object> {
  const head = await file.at(address, 16)
  if (head.bytes[0] !== 1) {
    const found = Buffer.from(head.bytes.subarray(0, 4)).toString('latin1')
    if (found === 'OHDR') fail('format-unknown', { file: file.file, found, expected: 'version 1' })
    corrupt(file, head, 'an object header')
  }
  const count = head.view.getUint16(2, true)
  const messages: Hdf5Message[] = []
  const blocks = [{ address: address + 16, length: head.view.getUint32(8, true) }]
  for (const block of blocks) {
    const { bytes, view, byte } = await file.at(block.address, block.length)
    for (let at = 0; at + 8 <= bytes.length && messages.length < count; ) {
      const type = view.getUint16(at, true)
      const end = at + 8 + view.getUint16(at + 2, true)
      if (end > bytes.length) corrupt(file, { byte: byte + at }, 'a message that ends')
      const message = { type, ...bytesOf(bytes.subarray(at + 8, end), byte + at + 8) }
      messages.push(message)
      if (type === hdf5Messages.continuation) blocks.push(continued(file, message))
      at = end
    }
    if (blocks.length > mostMessages) corrupt(file, { byte }, 'fewer blocks')
  }
  return { address, messages }
}

function continued(file: Hdf5File, message: Hdf5Message): { address: number; length: number } {
  if (message.bytes.length < 16) corrupt(file, message, '16 bytes')
  return { address: addressAt(message.view, 0), length: addressAt(message.view, 8) }
}

/** The first message of a type. */
export function messageOf({ messages }: Hdf5Object, type: number): Hdf5Message | undefined {
  return messages.find((message) => message.type === type)
}

/**
 * The members of a group by name, as addresses of their object headers; `undefined` for an object
 * that is no group.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte
 * @see HDF5 File Format Specification Version 2.0, sections III.A.1, III.B, III.D
 */
export async function membersOf(
  file: Hdf5File,
  object: Hdf5Object,
): Promise<Map<string, number> | undefined> {
  const table = messageOf(object, hdf5Messages.symbolTable)
  if (table === undefined) return undefined
  if (table.bytes.length < 16) corrupt(file, table, '16 bytes')
  const heap = await heapAt(file, addressAt(table.view, 8))
  const members = new Map<string, number>()
  for (const leaf of await treeLeaves(file, addressAt(table.view, 0), { type: 0, keyBytes: 8 })) {
    const head = await signed(file, leaf.child, 'SNOD', 8)
    const count = head.view.getUint16(6, true)
    const entries = await file.at(leaf.child + 8, 40 * count)
    for (let i = 0; i < count; i++) {
      const from = addressAt(entries.view, 40 * i)
      if (!(from < heap.bytes.length)) corrupt(file, entries, 'a name in the heap')
      const end = heap.bytes.indexOf(0, from)
      const name = heap.bytes.subarray(from, end < 0 ? heap.bytes.length : end)
      members.set(Buffer.from(name).toString('utf8'), addressAt(entries.view, 40 * i + 8))
    }
  }
  return members
}

async function heapAt(file: Hdf5File, address: number): Promise<Bytes> {
  const { view } = await signed(file, address, 'HEAP', 32)
  return file.at(addressAt(view, 24), addressAt(view, 8))
}

/** What a leaf of a B-tree points to, and the key before it. */
export interface TreeLeaf {
  readonly key: Bytes
  readonly child: number
}

/**
 * The children of all leaves of a B-tree of version 1, in order.
 *
 * @param type 0 of groups, 1 of chunks
 * @throws {NeurarrowError} `file-corrupt` for a node that is none, or that is met twice
 * @see HDF5 File Format Specification Version 2.0, section III.A.1
 */
export async function treeLeaves(
  file: Hdf5File,
  address: number,
  { type, keyBytes }: { readonly type: number; readonly keyBytes: number },
): Promise<TreeLeaf[]> {
  const seen = new Set<number>()
  const walk = async (node: number, above: number): Promise<TreeLeaf[]> => {
    const head = await signed(file, node, 'TREE', 24)
    const level = head.bytes[5]
    const fits = head.bytes[4] === type && level < above && !seen.has(node)
    if (!fits || seen.size > mostNodes) corrupt(file, head, 'a node of a tree')
    seen.add(node)
    const count = head.view.getUint16(6, true)
    const width = keyBytes + 8
    const { bytes, view, byte } = await file.at(node + 24, count * width)
    const found: TreeLeaf[] = []
    for (let i = 0; i < count; i++) {
      const key = bytesOf(bytes.subarray(i * width, i * width + keyBytes), byte + i * width)
      const child = addressAt(view, i * width + keyBytes)
      if (level === 0) found.push({ key, child })
      else for (const leaf of await walk(child, level)) found.push(leaf)
    }
    return found
  }
  return walk(address, 256)
}

async function signed(file: Hdf5File, address: number, word: string, length: number) {
  const bytes = await file.at(address, length)
  const found = Buffer.from(bytes.bytes.subarray(0, 4)).toString('latin1')
  return found === word ? bytes : corrupt(file, bytes, word)
}

/** Says what should stand at a byte of the file. */
export function corrupt(file: Hdf5File, { byte }: Pick<Bytes, 'byte'>, expected: string): never {
  return fail('file-corrupt', { file: file.file, byte, expected })
}
