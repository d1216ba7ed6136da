import { fail } from '../errors.ts'
import { firstIndefinite } from '../kernels/definite.ts'
import { matrixOf } from './features.ts'
import { rowFacts } from './finite-rows.ts'
import type { Table } from './table.ts'

/**
 * The matrices of a table, each checked to be safely positive definite.
 *
 * @param how the stage that asks, and whether matrices with NaN are refused or passed
 * @returns `values` shape [R, C, C], a new array; C = `channels`
 * @throws {NeurarrowError} `rank-deficient` or `non-finite` with the recording and window of the
 *   first bad row, `length-mismatch` when rows are not square
 */
export function definiteMatricesOf(
  table: Table<'matrices'>,
  how: { stage: string; finite: boolean },
): { values: Float64Array; channels: number } {
  const { values, rows, cols } = matrixOf(table)
  const channels = Math.round(Math.sqrt(cols))
  if (channels ** 2 !== cols) fail('length-mismatch', { stage: how.stage, values: cols })
  for (let r = 0; r < rows; r++) {
    const one = values.subarray(r * cols, (r + 1) * cols)
    const sound = one.every(Number.isFinite)
    if (!sound && how.finite) fail('non-finite', { stage: how.stage, ...rowFacts(table, r) })
    if (!sound || firstIndefinite(one, channels) < 0) continue
    const remedy = 'fewer channels, longer windows or a shrinkage estimator make it of full rank'
    fail('rank-deficient', { stage: how.stage, ...rowFacts(table, r), remedy })
  }
  return { values, channels }
}
