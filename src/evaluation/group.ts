import { fail } from '../errors.ts'
import { naturalOrder } from '../kernels/natural-order.ts'
import { labelNames } from '../tables/keys.ts'
import { columnType, f64Of, hasColumn, i32Of, type Table, wordsOf } from '../tables/table.ts'

/** The key columns of every table of rows; a split may keep the rows of each of them together. */
export const units = ['subject', 'session', 'run', 'recording'] as const

/** What a split holds together: a key column, or any label column, such as a site or a stimulus. */
export type Unit = string

/** Who each row is of: four key columns of equal length R, and the label columns asked for. */
export type RowKeys = Readonly<Record<(typeof units)[number], readonly string[]>> &
  Readonly<Record<string, readonly string[]>>

/** Rows by group: `codes`, shape [R], holds positions in `names`, which are in natural order. */
export interface Groups {
  readonly names: readonly string[]
  readonly codes: Int32Array
  /** The key columns that a name is joined from. */
  readonly columns: readonly Unit[]
}

/**
 * The key columns of a table as words, shape [R] each, and further columns; numbers become words.
 *
 * @throws {NeurarrowError} `column-missing` with those there are
 */
export function rowKeys(table: Table, further: readonly Unit[] = []): RowKeys {
  const words = (name: string) => wordsOf(table, name)
  const keys = {
    subject: words('subject'),
    session: words('session'),
    run: words('run'),
    recording: words('recording'),
  }
  const added = further.filter((name) => !(name in keys))
  return { ...keys, ...Object.fromEntries(added.map((name) => [name, columnWords(table, name)])) }
}

function columnWords(table: Table, name: string): readonly string[] {
  if (!hasColumn(table, name)) {
    fail('column-missing', { column: name, columns: [...units, ...labelNames(table)] })
  }
  const type = columnType(table, name)
  if (type === 'text') return wordsOf(table, name)
  if (type === 'i32') return Array.from(i32Of(table, name), String)
  return Array.from(f64Of(table, name), String)
}

/** The columns that identify a group of this unit: a run belongs to a session of a subject. */
export function identityOf(unit: Unit): readonly Unit[] {
  if (unit === 'window') return ['recording', 'window']
  if (unit === 'session') return ['subject', 'session']
  return unit === 'run' ? ['subject', 'session', 'run'] : [unit]
}

/**
 * Gives each row its group.
 *
 * The name of a session or run is joined with `/` from subject, session and run; the leading parts
 * that are the same in all rows are left out, so that one subject's runs are called `1`, `2`, ….
 *
 * @param columns the columns to join; by default those that differ, as said above
 */
export function groupsOf(keys: RowKeys, unit: Unit, columns = namingColumns(keys, unit)): Groups {
  const rows = keys.recording.length
  const seen = new Map<string, number>()
  const codes = new Int32Array(rows)
  for (let r = 0; r < rows; r++) {
    // Rows of one group mostly stand together: the name of most is that of the row before.
    if (r > 0 && columns.every((column) => keys[column][r] === keys[column][r - 1])) {
      codes[r] = codes[r - 1]
      continue
    }
    const name = columns.map((column) => keys[column][r]).join('/')
    codes[r] = seen.get(name) ?? seen.size
    seen.set(name, codes[r])
  }
  const names = [...seen.keys()].sort(naturalOrder)
  const rank = new Map(names.map((name, i) => [name, i]))
  const sorted = Int32Array.from(seen.keys(), (name) => rank.get(name) ?? 0)
  return { names, codes: codes.map((code) => sorted[code]), columns }
}

function namingColumns(keys: RowKeys, unit: Unit): readonly Unit[] {
  return identityOf(unit).filter((column) => {
    const words = keys[column]
    return column === unit || words.some((word) => word !== words[0])
  })
}

/** The rows of each group in ascending order: position g holds the rows whose code is g. */
export function rowsByCode(codes: Int32Array, groups: number): Int32Array[] {
  const counts = new Int32Array(groups)
  for (const code of codes) counts[code]++
  const rows = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let r = 0; r < codes.length; r++) rows[codes[r]][counts[codes[r]]++] = r
  return rows
}
