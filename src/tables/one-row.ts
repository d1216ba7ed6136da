import { makeFeatures } from './features.ts'
import { labelNames } from './keys.ts'
import { keyColumns } from './kind.ts'
import { takeRows } from './rows.ts'
import {
  type Column,
  codesOf,
  column,
  columnType,
  f64Of,
  hasColumn,
  i32Of,
  type Table,
} from './table.ts'

/**
 * One row of features in place of all rows of a table: it spans them, has the keys of the first and
 * the labels that are the same in all. No rows make none.
 *
 * @param values shape [D]
 * @param names of the features, D of them
 */
export function oneRow(
  table: Table,
  values: Float32Array,
  names: readonly string[],
): Table<'features'> {
  const first = takeRows(table, table.rows > 0 ? [0] : [])
  const labels = labelNames(table).filter((name) => isConstant(table, name))
  const columns: Record<string, Column> = {}
  for (const name of [...keyColumns, ...labels]) {
    if (hasColumn(first, name)) columns[name] = column(first, name)
  }
  const [starts, ends] = ['startS', 'endS'].map((name) => f64Of(table, name))
  const spans = {
    window: i32Of(first, 'window'),
    startS: Float64Array.from(first.rows > 0 ? [starts.reduce((a, b) => Math.min(a, b))] : []),
    endS: Float64Array.from(first.rows > 0 ? [ends.reduce((a, b) => Math.max(a, b))] : []),
  }
  const { names: _, unit: __, grid: ___, depth: ____, ...meta } = table.meta
  const own = { ...meta, labels: JSON.stringify(labels), names: JSON.stringify(names) }
  return makeFeatures(columns, spans, values, own)
}

function isConstant(table: Table, name: string): boolean {
  const type = columnType(table, name)
  if (type === 'text') {
    const { codes } = codesOf(table, name)
    return codes.every((code) => code === codes[0])
  }
  if (type !== 'f64' && type !== 'i32') return table.rows < 2
  const values: ArrayLike<number> = type === 'f64' ? f64Of(table, name) : i32Of(table, name)
  return Array.from(values).every((value) => value === values[0])
}
