import { fail } from '../errors.ts'
import { arrow } from './arrow.ts'
import { type Column, column, type Table } from './table.ts'

/**
 * Makes a column of lists of 32-bit whole numbers, of one length or of different lengths.
 *
 * @param values all lists one after the other, shape [R, D], shared and not copied
 * @param shape D, at least 1, when all lists have one length; else offsets, shape [R + 1],
 *   ascending from 0: list r is `values[offsets[r] .. offsets[r + 1])`
 * @throws {NeurarrowError} `internal` when D does not divide the number of values
 */
export function intLists(values: Int32Array, shape: number | Int32Array): Column {
  const { Field, FixedSizeList, Int32, List, makeData } = arrow()
  const child = makeData({ type: new Int32(), length: values.length, nullCount: 0, data: values })
  const item = new Field('item', new Int32(), false)
  if (typeof shape !== 'number') {
    const length = shape.length - 1
    return makeData({ type: new List(item), length, nullCount: 0, valueOffsets: shape, child })
  }
  if (shape < 1 || values.length % shape) fail('internal', { values: values.length, size: shape })
  const type = new FixedSizeList(shape, item)
  return makeData({ type, length: values.length / shape, nullCount: 0, child })
}

/** Lists of whole numbers; see `intListsOf`. */
export interface IntLists {
  readonly values: Int32Array
  /** D, or -1 when lists may differ in length. */
  readonly size: number
  readonly offsets: Int32Array
}

/**
 * A column of lists of whole numbers as one contiguous array, not copied.
 *
 * @returns `values` of shape [R, D] with D = `size` when all lists have one length; else `size` is
 *   -1 and list r is `values[offsets[r] .. offsets[r + 1])`. `offsets`, shape [R + 1], is always
 *   set
 * @throws {NeurarrowError} `column-missing`; `internal` when the column is of another type
 */
export function intListsOf(table: Table, name: string): IntLists {
  const data = column(table, name)
  const values = data.children[0]?.values
  if (!(values instanceof Int32Array)) return fail('internal', { column: name, expected: 'ints' })
  if (arrow().DataType.isFixedSizeList(data.type)) {
    const size = data.type.listSize
    const offsets = new Int32Array(table.rows + 1)
    for (let r = 0; r < offsets.length; r++) offsets[r] = r * size
    return { values: values.subarray(0, table.rows * size), size, offsets }
  }
  const offsets = (data.valueOffsets as Int32Array).subarray(0, table.rows + 1)
  return { values: values.subarray(0, offsets[table.rows] ?? 0), size: -1, offsets }
}

/** The chosen rows of such a column, shape [N], in the given order, as a new column. */
export function takeIntLists(table: Table, name: string, rows: ArrayLike<number>): Column {
  const { values, size, offsets } = intListsOf(table, name)
  const ends = new Int32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) {
    ends[i + 1] = ends[i] + offsets[rows[i] + 1] - offsets[rows[i]]
  }
  const out = new Int32Array(ends[rows.length])
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(offsets[rows[i]], offsets[rows[i] + 1]), ends[i])
  }
  return intLists(out, size > 0 ? size : ends)
}

/** Such columns of several tables below each other; of one length only where all have it. */
export function concatIntLists(tables: readonly Table[], name: string): Column {
  const parts = tables.map((table) => intListsOf(table, name))
  const values = new Int32Array(parts.reduce((sum, part) => sum + part.values.length, 0))
  const ends = [0]
  let at = 0
  for (const part of parts) {
    values.set(part.values, at)
    for (let r = 1; r < part.offsets.length; r++) ends.push(at + part.offsets[r])
    at += part.values.length
  }
  const { size } = parts[0]
  const same = size > 0 && parts.every((part) => part.size === size)
  return intLists(values, same ? size : Int32Array.from(ends))
}
