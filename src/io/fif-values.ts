import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { FifTag } from './fif-tags.ts'
import { readExactly } from './source.ts'

/** Nothing but samples is larger. */
const mostBytes = 256 * 1024 * 1024
const matrixFlag = 0x40000000

const readers: Readonly<Record<number, readonly [number, (view: DataView, at: number) => number]>> =
  {
    2: [2, (view, at) => view.getInt16(at)],
    3: [4, (view, at) => view.getInt32(at)],
    4: [4, (view, at) => view.getFloat32(at)],
    5: [8, (view, at) => view.getFloat64(at)],
    7: [2, (view, at) => view.getUint16(at)],
    8: [4, (view, at) => view.getUint32(at)],
    16: [2, (view, at) => view.getInt16(at)],
  }

/** The bytes of a tag. */
export async function fifBytes(source: Source, { at, size }: FifTag): Promise<DataView> {
  if (size > mostBytes) fail('file-too-large', { file: source.name, byte: at, size })
  const bytes = await readExactly(source, at, at + size)
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * The numbers of a tag: whole or floating-point ones.
 *
 * @throws {NeurarrowError} `file-corrupt` for another type or a torn number
 */
export async function fifNumbers(source: Source, tag: FifTag): Promise<number[]> {
  const [width, read] = readers[tag.type] ?? refuse(source, tag, 'numbers')
  if (tag.size % width !== 0) refuse(source, tag, 'whole numbers')
  const view = await fifBytes(source, tag)
  return Array.from({ length: tag.size / width }, (_, i) => read(view, i * width))
}

/** The first number of a tag; `undefined` without the tag. */
export async function fifNumber(source: Source, tag: FifTag | undefined) {
  if (tag === undefined) return undefined
  const [value] = await fifNumbers(source, tag)
  return value ?? refuse(source, tag, 'a number')
}

/** The text of a tag, which is Latin-1, or UTF-8 where its bytes are; `''` without the tag. */
export async function fifText(source: Source, tag: FifTag | undefined): Promise<string> {
  if (tag === undefined) return ''
  const view = await fifBytes(source, tag)
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  const utf8 = bytes.toString('utf8')
  return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8
}

/** The names of a list: between colons, which names themselves have as `{COLON}`. */
export async function fifNames(source: Source, tag: FifTag | undefined): Promise<string[]> {
  const text = await fifText(source, tag)
  return text === '' ? [] : text.split(':').map((name) => name.replaceAll('{COLON}', ':'))
}

/** A matrix: its shape, the type of its numbers, and where they lie, the last axis fastest. */
export interface FifMatrix {
  readonly shape: readonly number[]
  readonly type: number
  readonly at: number
}

/**
 * Where the numbers of a dense matrix lie; its axes are stated behind them.
 *
 * @throws {NeurarrowError} `file-corrupt` for a sparse or complex matrix, or one whose axes do not
 *   fit its size
 */
export async function fifMatrix(source: Source, tag: FifTag): Promise<FifMatrix> {
  const { at, size } = tag
  const type = tag.type & 0xffff
  const width = readers[type]?.[0]
  const isDense = (tag.type & 0x7fff0000) === matrixFlag
  if (!isDense || width === undefined || size < 8) return refuse(source, tag, 'a dense matrix')
  const end = await readExactly(source, at + size - 4, at + size)
  const axes = new DataView(end.buffer, end.byteOffset).getInt32(0)
  const room = 4 * (axes + 1)
  if (axes < 1 || axes > 8 || room > size) return refuse(source, tag, 'a matrix of 1 to 8 axes')
  const from = at + size - room
  const sizes = await fifNumbers(source, { kind: tag.kind, type: 3, at: from, size: 4 * axes })
  const numbers = sizes.reduce((product, n) => product * n, 1)
  const isWhole = sizes.every((n) => n >= 0) && numbers * width === size - room
  if (!isWhole) return refuse(source, tag, `axes of ${(size - room) / width} numbers`)
  return { shape: sizes.reverse(), type, at }
}

/** The numbers of a dense matrix, row after row. */
export async function fifMatrixNumbers(source: Source, tag: FifTag) {
  const { shape, type, at } = await fifMatrix(source, tag)
  const numbers = shape.reduce((product, n) => product * n, 1)
  const size = numbers * (readers[type]?.[0] ?? 0)
  return { shape, values: await fifNumbers(source, { kind: tag.kind, type, at, size }) }
}

function refuse(source: Source, { kind, type, at }: FifTag, expected: string): never {
  return fail('file-corrupt', { file: source.name, byte: at - 16, kind, type, expected })
}
