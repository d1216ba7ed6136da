import type { Table as ArrowTable, Data, Utf8, Vector } from 'apache-arrow'
import { fail } from '../errors.ts'
import { arrow } from './arrow.ts'
import type { Kind } from './kind.ts'

/**
 * An Arrow table of a declared kind: the only thing that flows between stages.
 *
 * It has exactly one record batch, no nulls, and columns of seven types: text (dictionary-encoded
 * UTF-8), f64, i32, lists of f32 of one length (`FixedSizeList`) or of different lengths (`List`),
 * and, of tokens, lists of i32 (`int-lists`) and of booleans (`flag-lists`). The numbers of a
 * column lie in one contiguous typed array that is viewed, never copied. Tables are never changed:
 * a stage makes a new one that shares what it did not touch.
 */
export interface Table<K extends Kind = Kind> {
  readonly kind: K
  readonly rows: number
  /** Schema metadata: units, axes, labels' names, notes. Values are text, often JSON. */
  readonly meta: Readonly<Record<string, string>>
  readonly arrow: ArrowTable
}

/** A column before it is in a table. Made by `text`, `f64`, `i32`, `lists` and `ragged`. */
export type Column = Data

/**
 * Makes a text column from one code per row.
 *
 * @param codes shape [R], each from 0 to `dictionary.length - 1`
 * @param dictionary the distinct words
 */
export function text(codes: Int32Array, dictionary: readonly string[]): Column {
  const { Dictionary, Int32, makeData, Utf8 } = arrow()
  const words = vectorOf(dictionary)
  return makeData({
    type: new Dictionary(new Utf8(), new Int32(), 0, false),
    length: codes.length,
    nullCount: 0,
    data: codes,
    dictionary: words,
  })
}

/** Arrow's own way from words to a vector takes as long as the work of a short stage. */
function vectorOf(words: readonly string[]): Vector<Utf8> {
  const { makeData, Utf8, Vector } = arrow()
  const encoder = new TextEncoder()
  const encoded = words.map((word) => encoder.encode(word))
  const valueOffsets = new Int32Array(words.length + 1)
  for (const [w, { length }] of encoded.entries()) valueOffsets[w + 1] = valueOffsets[w] + length
  const data = new Uint8Array(valueOffsets[words.length])
  for (const [w, bytes] of encoded.entries()) data.set(bytes, valueOffsets[w])
  const type = new Utf8()
  return new Vector([makeData({ type, length: words.length, nullCount: 0, valueOffsets, data })])
}

/**
 * Makes a text column from one word per row, shape [R]; the dictionary is in order of appearance.
 */
export function textOf(words: readonly string[]): Column {
  const dictionary = new Map<string, number>()
  const codes = Int32Array.from(words, (word) => {
    const code = dictionary.get(word) ?? dictionary.size
    dictionary.set(word, code)
    return code
  })
  return text(codes, [...dictionary.keys()])
}

/** Makes a column of 64-bit floats, shape [R]; the array is shared, not copied. */
export function f64(values: Float64Array): Column {
  const { Float64, makeData } = arrow()
  return makeData({ type: new Float64(), length: values.length, nullCount: 0, data: values })
}

/** Makes a column of 32-bit integers, shape [R]; the array is shared, not copied. */
export function i32(values: Int32Array): Column {
  const { Int32, makeData } = arrow()
  return makeData({ type: new Int32(), length: values.length, nullCount: 0, data: values })
}

/**
 * Makes a column of lists of one length.
 *
 * @param values shape [R, D], contiguous, shared and not copied
 * @param size D, at least 1; R is `values.length / size`
 * @throws {NeurarrowError} `internal` when `size` does not divide the number of values
 */
export function lists(values: Float32Array, size: number): Column {
  if (size < 1 || values.length % size) fail('internal', { values: values.length, size })
  const { Field, FixedSizeList, Float32, makeData } = arrow()
  const child = makeData({ type: new Float32(), length: values.length, nullCount: 0, data: values })
  const type = new FixedSizeList(size, new Field('item', new Float32(), false))
  return makeData({ type, length: values.length / size, nullCount: 0, child })
}

/**
 * Makes a column of lists of different lengths.
 *
 * @param values all lists one after the other, shared and not copied
 * @param offsets shape [R + 1], ascending from 0: list r is `values[offsets[r] .. offsets[r + 1])`
 */
export function ragged(values: Float32Array, offsets: Int32Array): Column {
  const { Field, Float32, List, makeData } = arrow()
  const child = makeData({ type: new Float32(), length: values.length, nullCount: 0, data: values })
  const type = new List(new Field('item', new Float32(), false))
  return makeData({ type, length: offsets.length - 1, nullCount: 0, valueOffsets: offsets, child })
}

/**
 * Makes a table from columns of equal length, in the given order.
 *
 * @throws {NeurarrowError} `internal` when the columns differ in length
 */
export function makeTable<K extends Kind>(
  kind: K,
  columns: Readonly<Record<string, Column>>,
  meta: Readonly<Record<string, string>> = {},
): Table<K> {
  const entries = Object.entries(columns)
  const rows = entries[0]?.[1].length ?? 0
  for (const [name, column] of entries) {
    if (column.length !== rows) fail('internal', { column: name, rows, found: column.length })
  }
  const { Field, makeData, RecordBatch, Schema, Struct, Table: ArrowTable } = arrow()
  let dictionaryId = 0
  const children = entries.map(([, data]) => withDictionaryId(data, () => dictionaryId++))
  const fields = entries.map(([name], i) => new Field(name, children[i].type, false))
  const all = new Map(Object.entries({ ...meta, 'neurarrow.kind': kind }))
  const schema = new Schema(fields, all)
  const struct = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children })
  return { kind, rows, meta, arrow: new ArrowTable(schema, [new RecordBatch(schema, struct)]) }
}

/** Dictionaries of one table need ids of their own, or a file keeps only the last one. */
function withDictionaryId(data: Data, next: () => number): Data {
  const { DataType, Dictionary, makeData } = arrow()
  const { type } = data
  if (!DataType.isDictionary(type)) return data
  const own = new Dictionary(type.dictionary, type.indices, next(), type.isOrdered)
  return makeData({
    type: own,
    length: data.length,
    nullCount: 0,
    data: data.values as Int32Array,
    dictionary: data.dictionary as Vector<Utf8>,
  })
}

/** The names of a table's columns, in order. */
export function columnNames(table: Table): string[] {
  return table.arrow.schema.fields.map((field) => field.name)
}

/** The bytes of a table's columns; those of a file are a little more. */
export function bytesOf(table: Table): number {
  return table.arrow.batches.reduce((sum, { data }) => sum + data.byteLength, 0)
}

/** Whether the table has a column of this name. */
export function hasColumn(table: Table, name: string): boolean {
  return table.arrow.schema.fields.some((field) => field.name === name)
}

/**
 * One column as it stands in the table, to be put into another table without a copy.
 *
 * @throws {NeurarrowError} `column-missing`
 */
export function column(table: Table, name: string): Column {
  const index = table.arrow.schema.fields.findIndex((field) => field.name === name)
  const data = index < 0 ? undefined : table.arrow.batches[0]?.data.children[index]
  if (!data) return fail('column-missing', { column: name, columns: columnNames(table) })
  return data
}

/** All columns of a table by name, in order, to be spread into `makeTable`. */
export function columnsOf(table: Table): Record<string, Column> {
  return Object.fromEntries(columnNames(table).map((name) => [name, column(table, name)]))
}

/** The type of a column in neurarrow's words. */
export function columnType(
  table: Table,
  name: string,
): 'text' | 'f64' | 'i32' | 'lists' | 'ragged' | 'intLists' | 'flagLists' {
  const { DataType } = arrow()
  const { type, children } = column(table, name)
  if (DataType.isDictionary(type)) return 'text'
  if (DataType.isFixedSizeList(type) || DataType.isList(type)) {
    if (DataType.isInt(children[0]?.type)) return 'intLists'
    if (DataType.isBool(children[0]?.type)) return 'flagLists'
    return DataType.isList(type) ? 'ragged' : 'lists'
  }
  return DataType.isFloat(type) ? 'f64' : 'i32'
}

/**
 * An f64 column as its own array, shape [R], not copied.
 *
 * Like all columns it is cut to the rows: what comes from a file is padded to eight bytes.
 */
export function f64Of(table: Table, name: string): Float64Array {
  const { values } = column(table, name)
  return values instanceof Float64Array ? values.subarray(0, table.rows) : wrongType(name, 'f64')
}

/** An i32 column as its own array, shape [R], not copied. */
export function i32Of(table: Table, name: string): Int32Array {
  const data = column(table, name)
  const right = data.values instanceof Int32Array && !arrow().DataType.isDictionary(data.type)
  return right ? (data.values as Int32Array).subarray(0, table.rows) : wrongType(name, 'i32')
}

/** A text column as codes, shape [R], not copied, and the words they stand for. */
export function codesOf(table: Table, name: string) {
  const data = column(table, name)
  if (!arrow().DataType.isDictionary(data.type) || !data.dictionary) return wrongType(name, 'text')
  const known = wordsIn.get(data.dictionary)
  const dictionary = known ?? Array.from(data.dictionary as Iterable<string>)
  if (!known) wordsIn.set(data.dictionary, dictionary)
  return { codes: (data.values as Int32Array).subarray(0, table.rows), dictionary }
}

/** Dictionaries that were decoded: tables share them. */
const wordsIn = new WeakMap<Vector, readonly string[]>()

/** A text column as one word per row, shape [R]. */
export function wordsOf(table: Table, name: string): string[] {
  const { codes, dictionary } = codesOf(table, name)
  const words: string[] = []
  for (let r = 0; r < codes.length; r++) words.push(dictionary[codes[r]])
  return words
}

/**
 * A list column as one contiguous array, not copied.
 *
 * @returns `values` of shape [R, D] with D = `size` when all lists have one length; else `size` is
 *   -1 and list r is `values[offsets[r] .. offsets[r + 1])`. `offsets`, shape [R + 1], is always
 *   set
 */
export function listsOf(table: Table, name: string) {
  const data = column(table, name)
  const values = data.children[0]?.values
  if (!(values instanceof Float32Array)) return wrongType(name, 'lists')
  if (arrow().DataType.isFixedSizeList(data.type)) {
    const size = data.type.listSize
    const offsets = new Int32Array(table.rows + 1)
    for (let r = 0; r < offsets.length; r++) offsets[r] = r * size
    return { values: values.subarray(0, table.rows * size), size, offsets }
  }
  const offsets = (data.valueOffsets as Int32Array).subarray(0, table.rows + 1)
  return { values: values.subarray(0, offsets[table.rows] ?? 0), size: -1, offsets }
}

/** The table with some metadata added or replaced; columns are shared. */
export function withMeta<K extends Kind>(table: Table<K>, meta: Record<string, string>): Table<K> {
  return makeTable(table.kind, columnsOf(table), { ...table.meta, ...meta })
}

function wrongType(name: string, expected: string): never {
  return fail('internal', { column: name, expected })
}
