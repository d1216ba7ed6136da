import { fail } from '../errors.ts'

/** A field: a whole number, or bytes and where they begin in the file. */
export type Field = number | { readonly bytes: Uint8Array; readonly at: number }
export type Fields = ReadonlyMap<number, readonly Field[]>

/** Where a message comes from, for what is said of it. */
export interface Place {
  readonly file?: string
  /** Offset of the message in the file. */
  readonly at: number
}

/** A field with its number, and from where to where it lies in the message, its tag included. */
export interface Part {
  readonly number: number
  readonly value: Field
  readonly from: number
  readonly to: number
}

/**
 * The fields of a message of protocol buffers, in their order.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte where it is none
 * @see the encoding of protocol buffers: varints, and wire types 0, 1, 2 and 5
 */
export function* partsOf(bytes: Uint8Array, place: Place): Generator<Part> {
  const cursor = { at: 0 }
  while (cursor.at < bytes.length) {
    const from = cursor.at
    const tag = varint(bytes, cursor, place)
    const [number, wire] = [Math.floor(tag / 8), tag % 8]
    const value = fieldAt(bytes, { cursor, wire, place })
    yield { number, value, from, to: cursor.at }
  }
}

/** The fields of a message by number, each with its values in order. */
export function fieldsOf(bytes: Uint8Array, place: Place): Fields {
  const fields = new Map<number, Field[]>()
  for (const { number, value } of partsOf(bytes, place)) {
    const known = fields.get(number)
    if (known) known.push(value)
    else fields.set(number, [value])
  }
  return fields
}

/** The messages of a field. */
export function messages(fields: Fields, number: number, file?: string): Fields[] {
  return (fields.get(number) ?? []).map((field) =>
    typeof field === 'number'
      ? corrupt({ file, at: 0 }, 0)
      : fieldsOf(field.bytes, { file, at: field.at }),
  )
}

/** The texts of a field. */
export function texts(fields: Fields, number: number): string[] {
  return (fields.get(number) ?? []).map(textOf)
}

/** The last text of a field; '' without one. */
export function text(fields: Fields, number: number): string {
  return textOf(fields.get(number)?.at(-1) ?? 0)
}

/** The last whole number of a field; 0 without one. */
export function whole(fields: Fields, number: number): number {
  const field = fields.get(number)?.at(-1)
  return typeof field === 'number' ? field : 0
}

/**
 * A message, in pieces, of whose fields of a number, the first being field 0, some are written
 * otherwise; those that stay are not copied. One piece where all stay.
 *
 * @param write the field as it is written from now on; undefined where it stays
 */
export function withFields(
  bytes: Uint8Array,
  number: number,
  write: (field: Uint8Array, index: number) => readonly Uint8Array[] | undefined,
): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let [index, kept] = [0, 0]
  for (const { number: found, value, from, to } of partsOf(bytes, { at: 0 })) {
    if (found !== number || typeof value === 'number') continue
    const written = write(value.bytes, index++)
    if (written === undefined) continue
    pieces.push(bytes.subarray(kept, from), ...written)
    kept = to
  }
  return [...pieces, bytes.subarray(kept)]
}

/** A field of bytes as it is written, in pieces that are not copied. */
export function fieldOf(number: number, pieces: readonly Uint8Array[]): Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  return [varintOf(8 * number + 2), varintOf(length), ...pieces]
}

/** Fields of text as they are written. */
export function textsOf(number: number, contents: readonly string[]): Uint8Array[] {
  return contents.flatMap((each) => fieldOf(number, [Buffer.from(each)]))
}

/** A field of a whole number as it is written. */
export function numberOf(number: number, value: number): Uint8Array[] {
  return [varintOf(8 * number), varintOf(value)]
}

function varintOf(value: number): Uint8Array {
  const bytes: number[] = []
  let left = value
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push(128 + (left % 128))
  return Uint8Array.of(...bytes, left)
}

function textOf(field: Field): string {
  if (typeof field === 'number') return ''
  const { buffer, byteOffset, byteLength } = field.bytes
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8')
}

interface Reading {
  readonly cursor: { at: number }
  readonly wire: number
  readonly place: Place
}

function fieldAt(bytes: Uint8Array, { cursor, wire, place }: Reading): Field {
  if (wire === 0) return varint(bytes, cursor, place)
  const fixed: Record<number, number> = { 1: 8, 5: 4 }
  const length = wire === 2 ? varint(bytes, cursor, place) : fixed[wire]
  const from = cursor.at
  if (length === undefined || from + length > bytes.length) return corrupt(place, from)
  cursor.at += length
  return { bytes: bytes.subarray(from, cursor.at), at: place.at + from }
}

/** A number in groups of 7 bits; one above 2^53 (a negative one) loses its last digits. */
function varint(bytes: Uint8Array, cursor: { at: number }, place: Place): number {
  const from = cursor.at
  for (let value = 0, unit = 1; cursor.at < bytes.length && cursor.at < from + 10; unit *= 128) {
    const byte = bytes[cursor.at++]
    value += (byte & 127) * unit
    if (byte < 128) return value
  }
  return corrupt(place, from)
}

function corrupt({ file, at }: Place, byte: number): never {
  return fail('file-corrupt', { file, byte: at + byte, expected: 'an ONNX model' })
}
