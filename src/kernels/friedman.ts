import { normalCdf } from './normal.ts'
import { midranks } from './ranks.ts'

/** Ranks of several treatments over blocks, and whether they differ. */
export interface Friedman {
  /** Mean rank of each treatment, shape [K], 1 for the one with the largest values. */
  readonly meanRanks: readonly number[]
  readonly statistic: number
  /** From the chi-squared distribution with K - 1 degrees of freedom. */
  readonly p: number
}

/**
 * Friedman's test whether treatments differ, from their ranks in each block, corrected for ties.
 *
 * @param values a row of K finite values for each block, at least two of each
 * @see Friedman (1937), J. Am. Stat. Assoc. 32(200):675-701; `scipy.stats.friedmanchisquare`
 */
export function friedman(values: readonly (readonly number[])[]): Friedman {
  const n = values.length
  const k = values[0].length
  const sums = new Float64Array(k)
  let ties = 0
  for (const row of values) {
    const ranks = midranks(row.map((value) => -value))
    for (let c = 0; c < k; c++) sums[c] += ranks[c]
    const counts = new Map<number, number>()
    for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1)
    for (const t of counts.values()) ties += t ** 3 - t
  }
  const squares = sums.reduce((sum, one) => sum + one ** 2, 0)
  const plain = (12 / (n * k * (k + 1))) * squares - 3 * n * (k + 1)
  const statistic = plain / (1 - ties / (n * k * (k ** 2 - 1)))
  return { meanRanks: Array.from(sums, (sum) => sum / n), statistic, p: above(statistic, k - 1) }
}

/** The share of a chi-squared distribution above x, by recurrence over degrees of freedom. */
function above(x: number, freedom: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1
  const half = x / 2
  const odd = freedom % 2 === 1
  let share = odd ? 2 * normalCdf(-Math.sqrt(x)) : Math.exp(-half)
  let term = odd ? Math.sqrt(half / Math.PI) * 2 * Math.exp(-half) : half * Math.exp(-half)
  for (let nu = odd ? 1 : 2; nu < freedom; nu += 2) {
    share += term
    term *= half / (nu / 2 + 1)
  }
  return share
}
