import { fail } from '../errors.ts'
import { addressAt, type Bytes, bytesOf } from './hdf5-bytes.ts'
import type { Hdf5File } from './hdf5-file.ts'

/** What the header of an object says of it. */
export interface Hdf5Header {
  readonly kind: 'group' | 'array' | 'other'
  /** Of an array: the message that says where it lies. */
  readonly layout?: Bytes
  /** How many attributes there are. */
  readonly attributes: number
}

/** Types of messages. */
const messages = {
  links: 0x2,
  layout: 0x8,
  files: 0x7,
  attribute: 0xc,
  continuation: 0x10,
  symbolTable: 0x11,
} as const
const mostBlocks = 10_000
const mostNodes = 1_000_000

/**
 * Reads the object header at an address.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte, `format-unknown` for headers of version 2
 *   and arrays that lie in other files
 * @see HDF5 File Format Specification Version 2.0, section IV.A.1.a
 */
export async function headerAt(file: Hdf5File, address: number): Promise<Hdf5Header> {
  const { file: name } = file
  const head = await file.at(address, 16)
  if (head.bytes[0] !== 1) {
    const found = Buffer.from(head.bytes.subarray(0, 4)).toString('latin1')
    if (found === 'OHDR') fail('format-unknown', { file: name, found, expected: 'version 1' })
    corrupt(file, head.byte, 'an object header')
  }
  const all = await messagesOf(file, head, address)
  const first = (type: number) => all.find((message) => message.type === type)?.body
  const beside = first(messages.files)
  if (beside !== undefined) {
    fail('format-unknown', { file: name, found: 'an array in other files', byte: beside.byte })
  }
  const layout = first(messages.layout)
  const isGroup = first(messages.symbolTable) !== undefined || first(messages.links) !== undefined
  const kind = layout !== undefined ? 'array' : isGroup ? 'group' : 'other'
  const attributes = all.filter(({ type }) => type === messages.attribute).length
  return { kind, layout, attributes }
}

interface Message {
  readonly type: number
  readonly body: Bytes
}

async function messagesOf(file: Hdf5File, head: Bytes, address: number): Promise<Message[]> {
  const count = head.view.getUint16(2, true)
  const found: Message[] = []
  const blocks = [{ address: address + 16, length: head.view.getUint32(8, true) }]
  for (const block of blocks) {
    const { bytes, view, byte } = await file.at(block.address, block.length)
    for (let at = 0; at + 8 <= bytes.length && found.length < count; ) {
      const type = view.getUint16(at, true)
      const end = at + 8 + view.getUint16(at + 2, true)
      if (end > bytes.length) corrupt(file, byte + at, 'a message that ends')
      const body = bytesOf(bytes.subarray(at + 8, end), byte + at + 8)
      if (type === messages.continuation) {
        if (body.bytes.length < 16) corrupt(file, body.byte, '16 bytes')
        blocks.push({ address: addressAt(body.view, 0), length: addressAt(body.view, 8) })
      }
      found.push({ type, body })
      at = end
    }
    if (blocks.length > mostBlocks) corrupt(file, byte, 'fewer blocks')
  }
  return found
}

/** What a leaf of a tree of chunks points to, and the key before it. */
export interface TreeLeaf {
  readonly key: DataView
  readonly child: number
}

interface Walk {
  readonly file: Hdf5File
  readonly axes: number
  readonly seen: Set<number>
}

/**
 * The children of all leaves of a tree of chunks, in order.
 *
 * Keys rise within each node, and those of a child lie between the two around it, so that a search
 * from the root finds every leaf that is given.
 *
 * @param axes numbers of a key: one for each axis of the array, one for the element
 * @throws {NeurarrowError} `file-corrupt` for a node that is none, is met twice, or has keys in
 *   another order
 * @see HDF5 File Format Specification Version 2.0, section III.A.1
 */
export async function treeLeaves(
  file: Hdf5File,
  address: number,
  axes: number,
): Promise<TreeLeaf[]> {
  return (await walkNode({ file, axes, seen: new Set() }, address, 256)).leaves
}

interface Node {
  readonly leaves: TreeLeaf[]
  readonly first: readonly number[]
  readonly last: readonly number[]
}

async function walkNode(walk: Walk, address: number, above: number): Promise<Node> {
  const { file, axes, seen } = walk
  const { bytes: head, view: counts, byte } = await file.at(address, 24)
  const level = head[5]
  const isNode = Buffer.from(head.subarray(0, 4)).toString('latin1') === 'TREE' && head[4] === 1
  const count = counts.getUint16(6, true)
  const fits = isNode && count > 0 && level < above && !seen.has(address)
  if (!fits || seen.size > mostNodes) corrupt(file, byte, 'a node of a tree')
  seen.add(address)
  const keyBytes = 8 + 8 * axes
  const width = keyBytes + 8
  const { bytes, view } = await file.at(address + 24, count * width + keyBytes)
  const keys = Array.from({ length: count + 1 }, (_, i) => {
    return Array.from({ length: axes }, (_, axis) => addressAt(view, i * width + 8 + 8 * axis))
  })
  // all but the last begin at a whole element
  const isOrdered = keys.every((key, i) => {
    return (i === 0 || order(keys[i - 1], key) < 0) && (i === count || key[axes - 1] === 0)
  })
  if (!isOrdered) corrupt(file, byte, 'keys in order')
  const leaves: TreeLeaf[] = []
  for (let i = 0; i < count; i++) {
    const child = addressAt(view, i * width + keyBytes)
    const key = bytesOf(bytes.subarray(i * width, i * width + keyBytes), byte).view
    if (level === 0) {
      leaves.push({ key, child })
      continue
    }
    const below = await walkNode(walk, child, level)
    if (order(keys[i], below.first) > 0 || order(below.last, keys[i + 1]) > 0) {
      corrupt(file, byte, 'keys around those of a child')
    }
    for (const leaf of below.leaves) leaves.push(leaf)
  }
  return { leaves, first: keys[0], last: keys[count] }
}

/** Below 0 where the first key is the lower one, its first axis deciding first. */
function order(a: readonly number[], b: readonly number[]): number {
  const axis = a.findIndex((n, i) => n !== b[i])
  return axis < 0 ? 0 : a[axis] < b[axis] ? -1 : 1
}

function corrupt(file: Hdf5File, byte: number, expected: string): never {
  return fail('file-corrupt', { file: file.file, byte, expected })
}
