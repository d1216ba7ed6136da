import { normalCdf } from './normal.ts'
import { midranks } from './ranks.ts'

/** The outcome of a Wilcoxon signed-rank test. */
export interface SignedRank {
  /** The smaller of the sums of ranks of rising and of falling differences. */
  readonly statistic: number
  /** Two-sided; NaN when all differences are 0. */
  readonly p: number
  readonly exact: boolean
}

/**
 * Tests by Wilcoxon's signed ranks whether paired differences are symmetric about 0, two-sided.
 *
 * Zeros are left out. The distribution is exact for up to 50 differences without ties and zeros and
 * for up to 13 with them, else normal with ties taken into account and no continuity correction.
 *
 * @param differences shape [N], finite
 * @see Wilcoxon (1945), Biometrics Bulletin 1(6):80-83; `scipy.stats.wilcoxon` with its defaults
 */
export function signedRank(differences: ArrayLike<number>): SignedRank {
  const kept = Array.from(differences).filter((difference) => difference !== 0)
  const sizes = kept.map(Math.abs)
  const ranks = midranks(sizes)
  let rising = 0
  let falling = 0
  for (const [i, difference] of kept.entries()) {
    if (difference > 0) rising += ranks[i]
    else falling += ranks[i]
  }
  const statistic = Math.min(rising, falling)
  if (kept.length === 0) return { statistic, p: Number.NaN, exact: true }
  const plain = new Set(sizes).size === sizes.length && kept.length === differences.length
  const exact = differences.length <= (plain ? 50 : 13)
  const p = exact ? exactP(ranks, statistic) : normalP(ranks, sizes, statistic)
  return { statistic, p: Math.min(1, p), exact }
}

/** Twice the share of the 2^N sign patterns whose rising sum is at most the statistic. */
function exactP(ranks: Float64Array, statistic: number): number {
  const steps = Array.from(ranks, (rank) => Math.round(2 * rank))
  const shares = new Float64Array(steps.reduce((sum, step) => sum + step, 0) + 1)
  shares[0] = 1
  let top = 0
  for (const step of steps) {
    top += step
    for (let s = top; s >= 0; s--) {
      shares[s] = (shares[s] + (s >= step ? shares[s - step] : 0)) / 2
    }
  }
  return 2 * shares.subarray(0, Math.round(2 * statistic) + 1).reduce((sum, one) => sum + one, 0)
}

function normalP(ranks: Float64Array, sizes: readonly number[], statistic: number): number {
  const n = ranks.length
  const counts = new Map<number, number>()
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1)
  const ties = [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0)
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24)
  return 2 * normalCdf((statistic - (n * (n + 1)) / 4) / spread)
}
