import { keyColumns } from './kind.ts'
import { type Column, column, columnNames, f64, hasColumn, type Table, text } from './table.ts'

/** Who and what a recording is, from the data set card; every row made from it carries this. */
export interface Recording {
  readonly subject: string
  readonly session: string
  readonly run: string
  /** Unique in the data set, for instance the file's name without its ending. */
  readonly recording: string
  /**
   * Labels of the whole recording (task, age): text or number, one column each; null for a number
   * that is not known, NaN in the column.
   */
  readonly labels: Readonly<Record<string, string | number | null>>
}

/**
 * The key columns of `rows` rows of one recording: subject, session, run, recording, then labels.
 *
 * The names of the label columns are kept in the metadata entry `labels`, see `labelNames`.
 */
export function keysFor(recording: Recording, rows: number): Record<string, Column> {
  const columns: Record<string, Column> = {}
  for (const name of keyColumns) columns[name] = text(new Int32Array(rows), [recording[name]])
  for (const [name, value] of Object.entries(recording.labels)) {
    const isText = typeof value === 'string'
    columns[name] = isText
      ? text(new Int32Array(rows), [value])
      : f64(new Float64Array(rows).fill(value ?? Number.NaN))
  }
  return columns
}

/** The metadata entry that goes with `keysFor`. */
export function labelsMeta(recording: Recording): { labels: string } {
  return { labels: JSON.stringify(Object.keys(recording.labels)) }
}

/** The names of a table's label columns, recording's and window's, in order. */
export function labelNames(table: Table): string[] {
  const names = table.meta.labels === undefined ? [] : (JSON.parse(table.meta.labels) as string[])
  return names.filter((name) => hasColumn(table, name))
}

/** The key and label columns of a table, shared, to be spread into a table with the same rows. */
export function keysOf(table: Table): Record<string, Column> {
  const wanted = new Set<string>([...keyColumns, ...labelNames(table)])
  const names = columnNames(table).filter((name) => wanted.has(name))
  return Object.fromEntries(names.map((name) => [name, column(table, name)]))
}
