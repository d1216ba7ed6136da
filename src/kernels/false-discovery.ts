/**
 * Adjusts p values so that, of those called below q, a share of q is false on average (Benjamini
 * and Hochberg's step-up).
 *
 * @param p shape [N]; NaN stays NaN and does not count as a test
 * @returns shape [N], at most 1
 * @see `statsmodels.stats.multitest.fdrcorrection`; Benjamini & Hochberg (1995), J. R. Stat. Soc. B
 *   57(1):289-300, doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function falseDiscovery(p: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(p).fill(Number.NaN)
  const order = Array.from(p, (_, i) => i).filter((i) => !Number.isNaN(p[i]))
  order.sort((a, b) => p[b] - p[a] || b - a)
  let least = 1
  for (const [turn, i] of order.entries()) {
    least = Math.min(least, (p[i] * order.length) / (order.length - turn))
    out[i] = least
  }
  return out
}
