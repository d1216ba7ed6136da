import { fail } from '../errors.ts'
import { firstHole } from '../kernels/first-hole.ts'
import { matrixOf } from './features.ts'
import { hasColumn, i32Of, type Table, wordsOf } from './table.ts'

/**
 * The numbers of a features or matrices table as one f64 matrix, all of them finite.
 *
 * @param stage the stage that asks, for the failure
 * @returns `values` shape [R, D], a new array; R = `rows`, D = `cols`
 * @throws {NeurarrowError} `non-finite` with the recording, window and feature of the first
 */
export function finiteRowsOf(table: Table<'features' | 'matrices'>, stage: string) {
  const matrix = matrixOf(table)
  const at = firstHole(matrix.values)
  if (at < 0) return matrix
  const row = rowFacts(table, Math.floor(at / matrix.cols))
  return fail('non-finite', { stage, ...row, feature: at % matrix.cols })
}

/** Recording and window of a row, as facts of a failure. */
export function rowFacts(table: Table, row: number): Record<string, string | number> {
  const recording = wordsOf(table, 'recording')[row]
  return hasColumn(table, 'window')
    ? { recording, window: i32Of(table, 'window')[row] }
    : { recording, row }
}
