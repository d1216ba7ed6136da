import { classInformation } from './class-information.ts'

/**
 * Finds the features that share most information with the class, each by itself.
 *
 * Rows with a value that is not finite are left out. Of features that know equally much the first
 * is taken.
 *
 * @param rows features, shape [N, D]
 * @param codes class of each row
 * @param count how many are kept
 * @returns their places, ascending
 * @see `classInformation`
 */
export function mostInforming(
  rows: readonly (readonly number[])[],
  codes: readonly number[],
  count: number,
): number[] {
  const finite = [...rows.keys()].filter((r) => rows[r].every(Number.isFinite))
  const own = finite.map((r) => codes[r])
  const known = (rows[0] ?? []).map((_, d) =>
    classInformation(
      Float64Array.from(finite, (r) => rows[r][d]),
      own,
    ),
  )
  const best = [...known.keys()].sort((a, b) => known[b] - known[a] || a - b)
  return best.slice(0, count).sort((a, b) => a - b)
}
