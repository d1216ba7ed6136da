import { naturalOrder } from '../kernels/natural-order.ts'
import { type Table, wordsOf } from '../tables/table.ts'

/** What a split may hold together: rows of one unit are all training rows or all test rows. */
export const units = ['subject', 'session', 'run', 'recording'] as const

export type Unit = (typeof units)[number]

/** Who each row is of: four columns of equal length R, as every table of rows has them. */
export type RowKeys = Readonly<Record<Unit, readonly string[]>>

/** Rows by group: `codes`, shape [R], holds positions in `names`, which are in natural order. */
export interface Groups {
  readonly names: readonly string[]
  readonly codes: Int32Array
  /** The key columns that a name is joined from. */
  readonly columns: readonly Unit[]
}

/** The key columns of a table as words, shape [R] each. */
export function rowKeys(table: Table): RowKeys {
  const words = (name: Unit) => wordsOf(table, name)
  return {
    subject: words('subject'),
    session: words('session'),
    run: words('run'),
    recording: words('recording'),
  }
}

/** The key columns that identify a group of this unit: a run belongs to a session of a subject. */
export function identityOf(unit: Unit): readonly Unit[] {
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
