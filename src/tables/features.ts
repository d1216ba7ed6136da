import { fail } from '../errors.ts'
import { unset64 } from '../kernels/recycling.ts'
import { payload } from './kind.ts'
import {
  type Column,
  columnsOf,
  f64,
  hasColumn,
  i32,
  lists,
  listsOf,
  makeTable,
  type Table,
} from './table.ts'

/**
 * When each row starts and ends, and its number in the recording, for tables with a row a window.
 */
export interface RowSpans {
  readonly window: Int32Array
  /** From the start of the recording, s. */
  readonly startS: Float64Array
  readonly endS: Float64Array
}

/**
 * Makes a features table (a row a window) from keys and a block of numbers.
 *
 * @param keys key and label columns, R rows each, for instance from `repeatKeys`
 * @param values shape [R, D]; D is `values.length / R`
 * @param meta must hold the table's `labels` entry; may hold `names`, JSON of D feature names,
 *   and `depth`, how many features make a token where they are tokens one after the other
 */
export function makeFeatures(
  keys: Record<string, Column>,
  spans: RowSpans,
  values: Float32Array,
  meta: Record<string, string>,
): Table<'features'> {
  const columns = { ...keys, ...spanColumns(spans), features: lists(values, width(values, spans)) }
  return makeTable('features', columns, meta)
}

/**
 * Makes a matrices table: as `makeFeatures`, each row a symmetric matrix, shape [C, C], in full.
 */
export function makeMatrices(
  keys: Record<string, Column>,
  spans: RowSpans,
  values: Float32Array,
  meta: Record<string, string>,
): Table<'matrices'> {
  const columns = { ...keys, ...spanColumns(spans), matrix: lists(values, width(values, spans)) }
  return makeTable('matrices', columns, meta)
}

function width(values: Float32Array, spans: RowSpans): number {
  return Math.max(1, values.length / Math.max(1, spans.window.length))
}

function spanColumns({ window, startS, endS }: RowSpans): Record<string, Column> {
  return { window: i32(window), startS: f64(startS), endS: f64(endS) }
}

/**
 * The numbers of a features or matrices table as one f64 matrix.
 *
 * @returns `values` shape [R, D], a new array; R = `rows`, D = `cols`
 * @throws {NeurarrowError} `length-mismatch` when rows differ in length
 */
export function matrixOf(table: Table<'features' | 'matrices'>) {
  const { values, size } = listsOf(table, table.kind === 'features' ? 'features' : 'matrix')
  if (size < 0) fail('length-mismatch', { rows: table.rows, remedy: 'rows have different lengths' })
  const matrix = unset64(values.length)
  matrix.set(values)
  return { values: matrix, rows: table.rows, cols: size }
}

/**
 * The table with other numbers for the same rows, shape [R, D']; keys, spans, labels are shared.
 *
 * Feature names in the metadata are dropped unless `meta` gives new ones, and `depth` when the
 * number of features changes.
 */
export function withFeatures(
  table: Table<'features' | 'matrices'>,
  values: Float32Array,
  meta: Record<string, string> = {},
): Table<'features'> {
  const { names: _, depth, ...others } = table.meta
  const isSame = values.length === listsOf(table, payload[table.kind] ?? '').values.length
  const kept = isSame && depth !== undefined ? { ...others, depth } : others
  const shared = columnsOf(table)
  delete shared.features
  delete shared.matrix
  const features = lists(values, Math.max(1, values.length / Math.max(1, table.rows)))
  return makeTable('features', { ...shared, features }, { ...kept, ...meta })
}

/**
 * The table with other matrices for the same rows, shape [R, C, C]; all other columns are shared.
 *
 * @param meta metadata to be added or replaced, for instance another unit
 */
export function withMatrices(
  table: Table<'matrices'>,
  values: Float32Array,
  meta: Record<string, string> = {},
): Table<'matrices'> {
  const matrix = lists(values, Math.max(1, values.length / Math.max(1, table.rows)))
  return makeTable('matrices', { ...columnsOf(table), matrix }, { ...table.meta, ...meta })
}

/** Whether rows say when they start and end, so that overlap in time can be proved absent. */
export function hasSpans(table: Table): boolean {
  return hasColumn(table, 'startS') && hasColumn(table, 'endS')
}
