/**
 * Adjusts p values of several tests so that any false discovery at all is as rare as each of them
 * says, by Holm's step-down.
 *
 * @param p shape [N]; NaN stays NaN and does not count as a test
 * @returns shape [N], in the order of `p`, at most 1
 * @see Holm (1979), Scand. J. Stat. 6(2):65-70
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).filter((i) => !Number.isNaN(p[i]))
  order.sort((a, b) => p[a] - p[b] || a - b)
  const adjusted = p.map(() => Number.NaN)
  let highest = 0
  for (const [rank, i] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (order.length - rank) * p[i]))
    adjusted[i] = highest
  }
  return adjusted
}
