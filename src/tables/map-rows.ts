import { type Signals, segmentsOf, withSamples } from './signals.ts'
import {
  type Column,
  columnsOf,
  f64,
  f64Of,
  lists,
  listsOf,
  makeTable,
  type Table,
} from './table.ts'

/** Rows of one rate and length: a block [R, T] of a signals or windows table. */
export interface RowBlock {
  /** Shape [R, T], a view of the table, not to be written to. */
  readonly values: Float32Array
  readonly rows: number
  readonly samples: number
  readonly rateHz: number
}

/**
 * The table with each row's samples replaced, where every row is worked on by itself.
 *
 * Rows of equal rate and length go to `work` in one block, however many segments or windows they
 * belong to; for a table without rows `work` is not called. Other columns are shared.
 *
 * @param work gives shape [R, T'] for shape [R, T]
 * @param rateHz the new rate of every row, Hz; without it the rates stay
 */
export function mapRows<K extends 'signals' | 'windows'>(
  table: Table<K>,
  work: (block: RowBlock) => Float32Array,
  rateHz?: number,
): Table<K> {
  const whole = uniformBlock(table)
  const values = whole && work(whole)
  if (!whole || !values || values.length === 0) {
    const blocks = segmentsOf(table).map((s) => values ?? work({ ...s, rows: s.to - s.from }))
    return withSamples(table, blocks, rateHz)
  }
  const samples = lists(values, values.length / whole.rows)
  const columns: Record<string, Column> = { ...columnsOf(table), samples }
  if (rateHz !== undefined) columns.rateHz = f64(new Float64Array(table.rows).fill(rateHz))
  return makeTable(table.kind, columns, table.meta)
}

/** All rows of a table as one block [R, T], a view, when they have one rate and one length. */
export function uniformBlock(table: Signals): RowBlock | undefined {
  const { values, size } = listsOf(table, 'samples')
  const rates = f64Of(table, 'rateHz')
  if (size < 1 || table.rows === 0 || rates.some((rate) => rate !== rates[0])) return undefined
  return { values, rows: table.rows, samples: size, rateHz: rates[0] }
}
