/** How penalties are compared on rows that were left out. */
export type RidgeJudge = 'squaredError' | 'correlation'

/**
 * Adds 1 - r of each target to its sum, Pearson's r of what was measured and what was predicted on
 * rows that were left out; r counts as 0 where one of them is constant.
 *
 * @param sums shape [Q], changed
 * @param wanted shape [K, Q], whatever is subtracted from each target
 * @param found shape [K, Q], the same
 * @param share what 1 - r is multiplied by
 * @see the function ridge_corr of Huth's scripts for voxelwise models (`use_corr`)
 */
export function addCorrelationLoss(
  sums: Float64Array,
  wanted: Float64Array,
  found: Float64Array,
  share: number,
): void {
  const targets = sums.length
  const rows = wanted.length / targets
  const [means, others] = [meansOf(wanted, targets), meansOf(found, targets)]
  const product = new Float64Array(targets)
  const [squares, squaresToo] = [new Float64Array(targets), new Float64Array(targets)]
  for (let r = 0, i = 0; r < rows; r++) {
    for (let q = 0; q < targets; q++, i++) {
      const a = wanted[i] - means[q]
      const b = found[i] - others[q]
      product[q] += a * b
      squares[q] += a * a
      squaresToo[q] += b * b
    }
  }
  for (let q = 0; q < targets; q++) {
    const isSpread =
      squares[q] > rows * (1e-14 * means[q]) ** 2 && squaresToo[q] > rows * (1e-14 * others[q]) ** 2
    const r = isSpread ? product[q] / Math.sqrt(squares[q]) / Math.sqrt(squaresToo[q]) : 0
    sums[q] += (1 - r) * share
  }
}

function meansOf(x: Float64Array, width: number): Float64Array {
  const means = new Float64Array(width)
  const rows = x.length / width
  for (let r = 0, i = 0; r < rows; r++) for (let q = 0; q < width; q++, i++) means[q] += x[i]
  return means.map((sum) => sum / rows)
}
