import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { concatFlagLists, takeFlagLists } from './flag-lists.ts'
import { concatIntLists, takeIntLists } from './int-lists.ts'
import type { Kind } from './kind.ts'
import { requireSameGrid } from './same-grid.ts'
import {
  type Column,
  codesOf,
  columnNames,
  columnType,
  f64,
  f64Of,
  i32,
  i32Of,
  lists,
  listsOf,
  makeTable,
  ragged,
  type Table,
  text,
  wordsOf,
} from './table.ts'
import type { Grid } from './volumes.ts'

/**
 * The given rows of a table, in the given order; a row may be named more than once.
 *
 * @param rows shape [N], each from 0 to `table.rows - 1`
 */
export function takeRows<K extends Kind>(table: Table<K>, rows: ArrayLike<number>): Table<K> {
  const columns: Record<string, Column> = {}
  for (const name of columnNames(table)) columns[name] = takeColumn(table, name, rows)
  return makeTable(table.kind, columns, table.meta)
}

function takeColumn(table: Table, name: string, rows: ArrayLike<number>): Column {
  const type = columnType(table, name)
  if (type === 'f64') return f64(gather(f64Of(table, name), rows, new Float64Array(rows.length)))
  if (type === 'i32') return i32(gather(i32Of(table, name), rows, new Int32Array(rows.length)))
  if (type === 'text') {
    const { codes, dictionary } = codesOf(table, name)
    return text(gather(codes, rows, new Int32Array(rows.length)), dictionary)
  }
  if (type === 'intLists') return takeIntLists(table, name, rows)
  if (type === 'flagLists') return takeFlagLists(table, name, rows)
  return takeLists(table, name, rows)
}

function gather<A extends Float64Array | Int32Array>(from: A, rows: ArrayLike<number>, into: A): A {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i]]
  return into
}

function takeLists(table: Table, name: string, rows: ArrayLike<number>): Column {
  const { values, size, offsets } = listsOf(table, name)
  const ends = new Int32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) {
    ends[i + 1] = ends[i] + offsets[rows[i] + 1] - offsets[rows[i]]
  }
  const out = unset32(ends[rows.length])
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(offsets[rows[i]], offsets[rows[i] + 1]), ends[i])
  }
  return size > 0 ? lists(out, size) : ragged(out, ends)
}

/**
 * Puts tables of one kind and the same columns below each other, in the given order.
 *
 * Metadata is the first table's; metadata that must agree (units, axes) is compared, and what is
 * known of sensors is kept only where all say the same. Lists of one length stay so when all tables
 * have the same length, else they become ragged.
 *
 * @throws {NeurarrowError} `length-mismatch` when kinds, columns, units, axes or names differ,
 *   `grid-mismatch` when voxels do not lie on one grid
 */
export function concatTables<K extends Kind>(tables: readonly Table<K>[]): Table<K> {
  const full = tables.filter((table) => table.rows > 0)
  if (full.length > 0 && full.length < tables.length) return concatTables(full)
  const first = tables[0] ?? fail('internal', { tables: 0 })
  if (tables.length === 1 || full.length === 0) return first
  const names = columnNames(first)
  for (const table of tables) requireAlike(first, table, names)
  const columns: Record<string, Column> = {}
  for (const name of names) columns[name] = concatColumn(tables, name)
  return makeTable(first.kind, columns, joinedMeta(first, tables))
}

function joinedMeta({ meta }: Table, tables: readonly Table[]): Table['meta'] {
  const { sensors, ...rest } = meta
  return tables.every((table) => table.meta.sensors === sensors) ? meta : rest
}

function requireAlike(first: Table, table: Table, names: readonly string[]): void {
  const found = columnNames(table)
  if (table.kind !== first.kind || found.join() !== names.join()) {
    fail('length-mismatch', { expected: [first.kind, ...names], found: [table.kind, ...found] })
  }
  for (const key of ['unit', 'axes', 'names']) {
    if (table.meta[key] !== first.meta[key]) requireSaid(key, first, table)
  }
  requireOneGrid(first, table)
}

/** Voxels of one name lie in one place. */
function requireOneGrid(first: Table, table: Table): void {
  const [expected, found] = [first.meta.grid, table.meta.grid]
  if (expected === undefined || found === undefined || expected === found) return
  const recordings = recordingsOf(first, table)
  requireSameGrid(JSON.parse(expected) as Grid, JSON.parse(found) as Grid, { recordings })
}

function recordingsOf(...tables: readonly Table[]): string[] {
  return tables.map((one) => wordsOf(one, 'recording')[0])
}

/** Raises how two tables differ; of names, which each of them lacks. */
function requireSaid(differs: string, first: Table, table: Table): never {
  const [expected, found] = [first.meta[differs], table.meta[differs]]
  if (differs !== 'names' || !expected || !found) {
    return fail('length-mismatch', { differs, expected, found })
  }
  const recordings = recordingsOf(first, table)
  const [ours, theirs] = [expected, found].map((list) => JSON.parse(list) as string[])
  const without = (list: string[], other: string[]) => {
    const known = new Set(other)
    return list.filter((name) => !known.has(name))
  }
  const [onlyFirst, onlySecond] = [without(ours, theirs), without(theirs, ours)]
  fail('length-mismatch', {
    ...{ differs, recordings, expected: ours.length, found: theirs.length },
    ...{ lacking: onlyFirst.length, lacks: onlyFirst.slice(0, 5) },
    ...{ added: onlySecond.length, adds: onlySecond.slice(0, 5) },
    ...(first.meta.grid ? { remedy: 'give a mask that all recordings share' } : {}),
  })
}

function concatColumn(tables: readonly Table[], name: string): Column {
  const type = columnType(tables[0], name)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  if (type === 'f64')
    return f64(
      join(
        tables.map((t) => f64Of(t, name)),
        new Float64Array(rows),
      ),
    )
  if (type === 'i32')
    return i32(
      join(
        tables.map((t) => i32Of(t, name)),
        new Int32Array(rows),
      ),
    )
  if (type === 'text') return concatText(tables, name, rows)
  if (type === 'intLists') return concatIntLists(tables, name)
  if (type === 'flagLists') return concatFlagLists(tables, name)
  const parts = tables.map((table) => listsOf(table, name))
  const total = parts.reduce((sum, part) => sum + part.values.length, 0)
  const values = join(
    parts.map((part) => part.values),
    unset32(total),
  )
  const { size } = parts[0]
  if (size > 0 && parts.every((part) => part.size === size)) return lists(values, size)
  return ragged(
    values,
    concatOffsets(
      parts.map((part) => part.offsets),
      rows,
    ),
  )
}

function join<A extends Float64Array | Int32Array | Float32Array>(parts: readonly A[], into: A): A {
  let at = 0
  for (const part of parts) {
    into.set(part, at)
    at += part.length
  }
  return into
}

function concatText(tables: readonly Table[], name: string, rows: number): Column {
  const dictionary = new Map<string, number>()
  const out = new Int32Array(rows)
  let at = 0
  for (const table of tables) {
    const part = codesOf(table, name)
    const map = part.dictionary.map((word) => {
      const code = dictionary.get(word) ?? dictionary.size
      dictionary.set(word, code)
      return code
    })
    for (const code of part.codes) out[at++] = map[code]
  }
  return text(out, [...dictionary.keys()])
}

function concatOffsets(parts: readonly Int32Array[], rows: number): Int32Array {
  const out = new Int32Array(rows + 1)
  let row = 0
  for (const offsets of parts) {
    for (let r = 0; r + 1 < offsets.length; r++, row++) {
      out[row + 1] = out[row] + offsets[r + 1] - offsets[r]
    }
  }
  return out
}
