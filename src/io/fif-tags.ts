import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'

/** A piece of a FIF file: what it holds, as which type, and where. */
export interface FifTag {
  readonly kind: number
  readonly type: number
  /** Offset of its data, bytes. */
  readonly at: number
  readonly size: number
}

/** A block of a FIF file with its tags and the blocks in it, both in the order of the file. */
export interface FifBlock {
  readonly kind: number
  readonly tags: readonly FifTag[]
  readonly blocks: readonly FifBlock[]
}

/** Kinds of tags and blocks that are read. */
export const fif = {
  ...{ fileId: 100, blockStart: 104, blockEnd: 105, nchan: 200, sfreq: 201, chInfo: 203 },
  ...{ measDate: 204, comment: 206, firstSample: 208, coordTrans: 222, name: 233 },
  ...{ lineFreq: 235, chName: 258, dataBuffer: 300, dataSkip: 301, epoch: 302, refRole: 115 },
  ...{ refFileName: 118, vectors: 3415, nameList: 3417, active: 3560, channelList: 3507 },
  ...{ baselineMin: 3568, baselineMax: 3569, eventList: 3561, rawSfreq: 3803 },
} as const

export const fifBlock = {
  ...{ root: 0, meas: 100, measInfo: 101, raw: 102, continuous: 112, chInfo: 113, ref: 118 },
  ...{ smshRaw: 119, proj: 313, projItem: 314, bads: 359, events: 361, epochs: 373 },
  annotations: 3810,
} as const

const headerBytes = 16
const mostTags = 2 ** 20
const deepest = 32
/** Headers are read ahead in pieces of this size. */
const pieceBytes = 65_536

interface OpenBlock {
  readonly kind: number
  readonly tags: FifTag[]
  readonly blocks: OpenBlock[]
}

/**
 * Reads where everything in a FIF file lies, by following its tags from the first to the last; the
 * directory at the end of some files is not needed.
 *
 * @returns the file as a block of kind 0
 * @throws {NeurarrowError} `file-truncated` when the file ends before its last tag; `file-corrupt`
 *   with the byte where it is no FIF file, or a tag or block contradicts itself; `file-too-large`
 * @see Functional Image File Format, description of FIFF files, Elekta Neuromag; mne-python
 *   `_fiff/open.py`
 */
export async function readFifTags(source: Source): Promise<FifBlock> {
  const { name: file, size } = source
  const root: OpenBlock = { kind: 0, tags: [], blocks: [] }
  const open = [root]
  const header = headerReader(source)
  for (let at = 0, count = 0; ; count++) {
    const { kind, type, bytes, next } = await header(at)
    if (count === 0 && (kind !== fif.fileId || bytes !== 20)) {
      fail('file-corrupt', { file, byte: 0, expected: 'a FIF file' })
    }
    const data = at + headerBytes
    const end = data + bytes
    if (bytes < 0) fail('file-corrupt', { file, byte: at + 8, size: bytes })
    if (end > size) fail('file-truncated', { file, byte: size, expected: end })
    if (count > mostTags) fail('file-too-large', { file, byte: at, tags: count })
    const tag = { kind, type, at: data, size: bytes }
    if (kind === fif.blockStart) open.push(await startBlock(source, tag, open))
    else if (kind === fif.blockEnd) endBlock(open, tag, file)
    else open[open.length - 1].tags.push(tag)
    if (next === -1) break
    if (next !== 0 && next < end) fail('file-corrupt', { file, byte: at + 12, next })
    at = next === 0 ? end : next
  }
  if (open.length > 1) {
    const block = open[open.length - 1].kind
    fail('file-truncated', { file, byte: size, block, expected: size + headerBytes })
  }
  return root
}

function headerReader(source: Source) {
  let from = 0
  let piece: DataView = new DataView(new ArrayBuffer(0))
  return async (at: number) => {
    if (at < from || at + headerBytes > from + piece.byteLength) {
      const bytes = await source.read(at, at + pieceBytes)
      if (bytes.length < headerBytes) {
        const expected = at + headerBytes
        fail('file-truncated', { file: source.name, byte: at + bytes.length, expected })
      }
      piece = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      from = at
    }
    const [kind, type, bytes, next] = [0, 4, 8, 12].map((k) => piece.getInt32(at - from + k))
    return { kind, type, bytes, next }
  }
}

async function startBlock(
  source: Source,
  { at, size }: FifTag,
  open: readonly OpenBlock[],
): Promise<OpenBlock> {
  const bytes = await source.read(at, at + 4)
  if (size !== 4 || open.length > deepest) {
    fail('file-corrupt', { file: source.name, byte: at, size, depth: open.length })
  }
  const kind = new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0)
  const block: OpenBlock = { kind, tags: [], blocks: [] }
  open[open.length - 1].blocks.push(block)
  return block
}

function endBlock(open: OpenBlock[], { at }: FifTag, file: string): void {
  if (open.length > 1) open.pop()
  else fail('file-corrupt', { file, byte: at, expected: 'the end of a block that began' })
}

/** All blocks of a kind in a block, at any depth, in the order of the file. */
export function blocksOf(block: FifBlock, kind: number): FifBlock[] {
  return block.blocks.flatMap((inner) => [
    ...(inner.kind === kind ? [inner] : []),
    ...blocksOf(inner, kind),
  ])
}

/** The first tag of a kind directly in a block. */
export function tagOf(block: FifBlock | undefined, kind: number): FifTag | undefined {
  return block?.tags.find((tag) => tag.kind === kind)
}
