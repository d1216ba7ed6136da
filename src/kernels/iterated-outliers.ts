/**
 * Finds values that stand out: those more than some deviations from the mean, again without them.
 *
 * Mean and deviation (of the population) are those of the values that are left. Equal values have
 * no outliers; a NaN makes that there are none.
 *
 * @param x shape [N]
 * @param deviations how far from the mean, in deviations, above 0
 * @param rounds how often
 * @returns indices, rising
 * @see `mne.preprocessing.bads._find_outliers`
 */
export function iteratedOutliers(x: ArrayLike<number>, deviations: number, rounds = 2): number[] {
  let left = Array.from(x, (_, i) => i)
  for (let round = 0; round < rounds; round++) {
    const mean = left.reduce((sum, i) => sum + x[i], 0) / left.length
    const square = left.reduce((sum, i) => sum + (x[i] - mean) ** 2, 0) / left.length
    const far = deviations * Math.sqrt(square)
    const kept = left.filter((i) => !(Math.abs(x[i] - mean) > far))
    if (kept.length === left.length) break
    left = kept
  }
  const stays = new Set(left)
  return Array.from(x, (_, i) => i).filter((i) => !stays.has(i))
}
