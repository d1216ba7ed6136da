import { fail } from '../errors.ts'
import { arrow } from './arrow.ts'
import { type Column, column, type Table } from './table.ts'

/**
 * Makes a column of lists of booleans of one length, a bit each, as Arrow keeps them.
 *
 * @param flags shape [R, D], 0 for false, anything else for true
 * @param size D, at least 1; R is `flags.length / size`
 * @throws {NeurarrowError} `internal` when `size` does not divide the number of flags
 */
export function flagLists(flags: Uint8Array, size: number): Column {
  if (size < 1 || flags.length % size) fail('internal', { flags: flags.length, size })
  const { Bool, Field, FixedSizeList, makeData } = arrow()
  // Eight bytes at least: that is how a file pads them, and equal tables give equal bytes.
  const data = new Uint8Array(8 * Math.ceil(flags.length / 64))
  for (let i = 0; i < flags.length; i++) {
    if (flags[i]) data[i >> 3] |= 1 << (i & 7)
  }
  const child = makeData({ type: new Bool(), length: flags.length, nullCount: 0, data })
  const type = new FixedSizeList(size, new Field('item', new Bool(), false))
  return makeData({ type, length: flags.length / size, nullCount: 0, child })
}

/**
 * A column of lists of booleans, a byte each: 0 or 1, shape [R, D], a new array, with D = `size`.
 *
 * @throws {NeurarrowError} `column-missing`; `internal` when the column is of another type
 */
export function flagListsOf(table: Table, name: string): { values: Uint8Array; size: number } {
  const data = column(table, name)
  const { DataType } = arrow()
  const child = data.children[0]
  if (!DataType.isFixedSizeList(data.type) || !child || !DataType.isBool(child.type)) {
    return fail('internal', { column: name, expected: 'flags' })
  }
  const { listSize: size } = data.type
  const bits = child.values as Uint8Array
  const values = new Uint8Array(table.rows * size)
  for (let i = 0; i < values.length; i++) {
    const bit = i + child.offset
    values[i] = (bits[bit >> 3] >> (bit & 7)) & 1
  }
  return { values, size }
}

/** The chosen rows of such a column, shape [N], in the given order, as a new column. */
export function takeFlagLists(table: Table, name: string, rows: ArrayLike<number>): Column {
  const { values, size } = flagListsOf(table, name)
  const out = new Uint8Array(rows.length * size)
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(rows[i] * size, (rows[i] + 1) * size), i * size)
  }
  return flagLists(out, size)
}

/**
 * Such columns of several tables below each other.
 *
 * @throws {NeurarrowError} `length-mismatch` when their lists differ in length
 */
export function concatFlagLists(tables: readonly Table[], name: string): Column {
  const parts = tables.map((table) => flagListsOf(table, name))
  const { size } = parts[0]
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.values.length, 0))
  let at = 0
  for (const part of parts) {
    if (part.size !== size) fail('length-mismatch', { column: name, size, found: part.size })
    out.set(part.values, at)
    at += part.values.length
  }
  return flagLists(out, size)
}
