import type { Groups } from './group.ts'
import type { Sides } from './split-kind.ts'

/**
 * A division for each fold number.
 *
 * @param foldOf the fold that tests each group; `undefined` for one that is in neither side
 */
export function sidesOfGroups(
  { codes }: Groups,
  foldOf: readonly (number | undefined)[],
  folds = 1 + Math.max(...foldOf.filter((fold) => fold !== undefined)),
): Sides[] {
  return Array.from({ length: folds }, (_, fold) => ({
    trainRows: rowsWhere(codes.length, (r) => (foldOf[codes[r]] ?? fold) !== fold),
    testRows: rowsWhere(codes.length, (r) => foldOf[codes[r]] === fold),
  }))
}

/** The rows that are wanted, ascending. */
export function rowsWhere(length: number, wanted: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(length)
  let count = 0
  for (let r = 0; r < length; r++) if (wanted(r)) rows[count++] = r
  return rows.slice(0, count)
}
