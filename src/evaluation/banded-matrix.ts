import type { Matrix } from '../head.ts'
import { matrixOf } from '../tables/features.ts'
import type { Table } from '../tables/table.ts'

/**
 * Rows of features that lie in bands, as a head takes them.
 *
 * @param names band of each feature, shape [D]
 */
export function bandedMatrix(side: Table, names: readonly string[]): Matrix {
  const places = new Map([...new Set(names)].map((name, b) => [name, b]))
  const bands = names.map((name) => places.get(name) ?? 0)
  return { ...matrixOf(side as Table<'features'>), bands }
}

/**
 * Some columns of a matrix whose features lie in bands; the bands that are left are numbered anew.
 *
 * @param kept indices of the columns, in their order
 */
export function someColumns(
  { values, rows, cols, bands = [] }: Matrix,
  kept: readonly number[],
): Matrix {
  const out = new Float64Array(rows * kept.length)
  for (let r = 0, to = 0; r < rows; r++) for (const d of kept) out[to++] = values[r * cols + d]
  const left = [...new Set(kept.map((d) => bands[d]))]
  return { values: out, rows, cols: kept.length, bands: kept.map((d) => left.indexOf(bands[d])) }
}
