import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { MatValue, MatVariables } from './mat-value.ts'
import { bytesOfNumber, type NumberType } from './number-reader.ts'

/** Some bytes of a file, or of what was inflated from it, and where they began in the file. */
interface Piece {
  readonly file: string
  readonly isLittle: boolean
  readonly bytes: Uint8Array
  /** Of the first byte, or of the compressed variable that the bytes come from. */
  readonly byte: number
  readonly isInflated: boolean
}

interface Element {
  readonly type: number
  readonly from: number
  readonly to: number
  /** Where the next one begins. */
  readonly next: number
}

const matrix = 14
const compressed = 15
const deepest = 60
const mostBytes = 2 ** 31 - 1
/** Below so many bytes any inflation is believed. */
const believedBytes = 256 * 1024 * 1024
const likelyRatio = 200
/** Inflated at once, bytes; the default of 16 KiB takes twice the time. */
const chunkSize = 1024 * 1024

const types: Readonly<Record<number, NumberType>> = {
  1: 'int8',
  2: 'uint8',
  3: 'int16',
  4: 'uint16',
  5: 'int32',
  6: 'uint32',
  7: 'float32',
  9: 'float64',
  12: 'int64',
  13: 'uint64',
}

/**
 * Reads the variables of a MAT file of level 5: what MATLAB 5 to 7 write, compressed or not.
 *
 * Numbers stay as the file has them; imaginary parts, sparse matrices, functions and objects are
 * left out.
 *
 * @throws {NeurarrowError} `file-corrupt` and `file-truncated` with the byte (of compressed
 *   variables that of their begin), `file-too-large`
 * @see MAT-File Format, The MathWorks, level 5
 */
export async function readMat5(source: Source): Promise<MatVariables> {
  const { name: file, size } = source
  if (size > mostBytes) fail('file-too-large', { file, byte: mostBytes, size })
  const bytes = await source.read(0, size)
  if (bytes.length < 128) fail('file-truncated', { file, byte: bytes.length, expected: 128 })
  const order = String.fromCharCode(bytes[126], bytes[127])
  if (order !== 'IM' && order !== 'MI') {
    fail('file-corrupt', { file, byte: 126, expected: 'a MAT file of level 5' })
  }
  const whole: Piece = { file, isLittle: order === 'IM', bytes, byte: 0, isInflated: false }
  const variables = new Map<string, MatValue>()
  for (let at = 128; at < bytes.length; ) {
    const element = elementAt(whole, at, bytes.length)
    const [piece, own] = await inflated(whole, element)
    if (own.type === matrix) {
      const { name, value } = matrixOf(piece, own, 0)
      variables.set(name, value)
    }
    at = element.next
  }
  return variables
}

const unzip = promisify(inflate) as (
  bytes: Uint8Array,
  options: { maxOutputLength: number; chunkSize: number },
) => Promise<Uint8Array>

async function inflated(whole: Piece, element: Element): Promise<[Piece, Element]> {
  if (element.type !== compressed) return [whole, element]
  const { file } = whole
  const packed = whole.bytes.subarray(element.from, element.to)
  const byte = element.from
  const likely = Math.max(believedBytes, likelyRatio * packed.length)
  const maxOutputLength = Math.min(mostBytes, likely)
  const bytes = await unzip(packed, { maxOutputLength, chunkSize }).catch(
    (cause: NodeJS.ErrnoException) =>
      cause.code === 'ERR_BUFFER_TOO_LARGE'
        ? fail('file-too-large', { file, byte, most: maxOutputLength }, cause)
        : fail(
            'file-corrupt',
            { file, byte, expected: 'compressed data', found: cause.code },
            cause,
          ),
  )
  const piece = { ...whole, bytes, byte, isInflated: true }
  return [piece, elementAt(piece, 0, bytes.length)]
}

function placeOf({ file, byte, isInflated }: Piece, at: number) {
  return isInflated ? { file, byte, inflatedByte: at } : { file, byte: at }
}

/** The element that begins at a byte and must end before another. */
function elementAt(piece: Piece, at: number, end: number): Element {
  const { bytes, isLittle } = piece
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (at + 8 > end) return ends(piece, at, { at: at + 8, end })
  const word = view.getUint32(at, isLittle)
  const small = word >>> 16
  if (small > 0) {
    if (small > 4) fail('file-corrupt', { ...placeOf(piece, at), expected: '4 bytes or fewer' })
    return { type: word & 0xffff, from: at + 4, to: at + 4 + small, next: at + 8 }
  }
  const length = view.getUint32(at + 4, isLittle)
  const to = at + 8 + length
  if (to > end) return ends(piece, at, { at: to, end })
  // only variables as a whole are not padded
  const next = word === compressed ? to : Math.min(end, at + 8 + 8 * Math.ceil(length / 8))
  return { type: word, from: at + 8, to, next }
}

function ends(piece: Piece, at: number, { at: to, end }: { at: number; end: number }): never {
  const isWhole = !piece.isInflated && end === piece.bytes.length
  const place = isWhole ? { file: piece.file, byte: end } : placeOf(piece, at)
  return fail(isWhole ? 'file-truncated' : 'file-corrupt', { ...place, expected: to })
}

interface Matrix {
  readonly name: string
  readonly value: MatValue
}

interface Head {
  readonly kind: number
  readonly shape: readonly number[]
  readonly count: number
  /** First byte after flags, dimensions and name. */
  readonly at: number
  readonly end: number
  readonly depth: number
}

function matrixOf(piece: Piece, { from, to }: Element, depth: number): Matrix {
  // an array without any byte stands for an empty one
  if (from === to) return { name: '', value: emptyNumbers(piece) }
  if (depth > deepest) fail('file-corrupt', { ...placeOf(piece, from), deeperThan: deepest })
  const { bytes, isLittle } = piece
  const flags = elementAt(piece, from, to)
  if (flags.to - flags.from < 4)
    fail('file-corrupt', { ...placeOf(piece, from), found: 'no flags' })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = view.getUint32(flags.from, isLittle) & 0xff
  // objects that only MATLAB understands have no dimensions
  if (kind > 15) return { name: '', value: { kind: 'other' } }
  const sizes = elementAt(piece, flags.next, to)
  const shape = integersOf(piece, sizes)
  const count = shape.reduce((product, n) => product * n, 1)
  if (shape.length < 2 || shape.some((n) => n < 0) || !(count <= mostBytes)) {
    fail('file-corrupt', { ...placeOf(piece, flags.next), shape })
  }
  const named = elementAt(piece, sizes.next, to)
  const name = latin1(bytes.subarray(named.from, named.to))
  const head = { kind, shape, count, at: named.next, end: to, depth }
  return { name, value: contentOf(piece, head) }
}

function contentOf(piece: Piece, head: Head): MatValue {
  if (head.kind === 1) {
    const { values } = matricesAt(piece, head, head.at, head.count)
    return { kind: 'cells', cells: values }
  }
  if (head.kind === 2) return structsOf(piece, head)
  if (head.kind === 4) return textOf(piece, head)
  return head.kind >= 6 ? numbersOf(piece, head) : { kind: 'other' }
}

/** Matrices one after the other. */
function matricesAt(piece: Piece, head: Head, from: number, count: number) {
  const { end, depth } = head
  // each takes eight bytes at the least
  if (count > (end - from) / 8) {
    fail('file-corrupt', { ...placeOf(piece, from), expected: 8 * count, found: end - from })
  }
  const values: MatValue[] = []
  let at = from
  for (let i = 0; i < count; i++) {
    const element = elementAt(piece, at, end)
    if (element.type !== matrix) {
      fail('file-corrupt', { ...placeOf(piece, at), expected: 'an array', found: element.type })
    }
    values.push(matrixOf(piece, element, depth + 1).value)
    at = element.next
  }
  return { values, at }
}

function structsOf(piece: Piece, head: Head): MatValue {
  const { at, end, count } = head
  const lengths = elementAt(piece, at, end)
  const [length = 0] = integersOf(piece, lengths)
  const list = elementAt(piece, lengths.next, end)
  const bytes = piece.bytes.subarray(list.from, list.to)
  const isEmpty = bytes.length === 0
  if (!isEmpty && (length < 1 || bytes.length % length !== 0)) {
    fail('file-corrupt', { ...placeOf(piece, at), field: 'length of names', found: length })
  }
  const names = Array.from({ length: isEmpty ? 0 : bytes.length / length }, (_, i) => {
    return latin1(bytes.subarray(i * length, (i + 1) * length)).replace(/\0.*$/s, '')
  })
  const { values } = matricesAt(piece, head, list.next, names.length * count)
  const fields = new Map(
    names.map((name, f) => {
      const own = Array.from({ length: count }, (_, i) => values[i * names.length + f])
      return [name, own]
    }),
  )
  return { kind: 'structs', count, fields }
}

function textOf(piece: Piece, { shape, at, end }: Head): MatValue {
  if (at >= end) return { kind: 'text', text: '' }
  const { type, from, to } = elementAt(piece, at, end)
  const bytes = piece.bytes.subarray(from, to)
  const [rows] = shape
  // of several rows, which lie column after column, the first
  const decoded = decodedText(bytes, type, piece.isLittle)
  const text = rows > 1 ? [...decoded].filter((_, i) => i % rows === 0).join('') : decoded
  return { kind: 'text', text: text.replace(/\0+$/, '').trim() }
}

function decodedText(bytes: Uint8Array, type: number, isLittle: boolean): string {
  if (type === 4 || type === 17) {
    return new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(bytes)
  }
  return type === 16 ? new TextDecoder('utf-8').decode(bytes) : latin1(bytes)
}

function numbersOf(piece: Piece, { shape, count, at, end }: Head): MatValue {
  if (count === 0) return emptyNumbers(piece)
  const { type: code, from, to } = elementAt(piece, at, end)
  const type = types[code]
  const bytes = piece.bytes.subarray(from, to)
  const width = type === undefined ? 0 : bytesOfNumber[type]
  if (type === undefined || bytes.length !== count * width) {
    const found = { type: code, bytes: bytes.length }
    fail('file-corrupt', { ...placeOf(piece, at), expected: count, of: 'numbers', found })
  }
  return { kind: 'numbers', shape, type, isLittle: piece.isLittle, bytes }
}

function emptyNumbers({ isLittle }: Piece): MatValue {
  return { kind: 'numbers', shape: [0, 0], type: 'float64', isLittle, bytes: new Uint8Array() }
}

function integersOf({ bytes, isLittle }: Piece, { from, to }: Element): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: Math.floor((to - from) / 4) }, (_, i) => {
    return view.getInt32(from + 4 * i, isLittle)
  })
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
