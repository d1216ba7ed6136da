import { bisect } from './noncentral-t.ts'
import { normalCdf, normalDensity } from './normal.ts'

const steps = 300

/**
 * The share of ranges of K standard normal numbers that are at most q: the studentized range with
 * infinite degrees of freedom.
 *
 * @see `scipy.stats.studentized_range`
 */
export function rangeShare(q: number, k: number): number {
  const from = -8
  const width = (q + 16) / steps
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const z = from + i * width
    sum += normalDensity(z) * (normalCdf(z) - normalCdf(z - q)) ** (k - 1)
  }
  return k * sum * width
}

/**
 * By how much the mean ranks of two of K treatments over N blocks must differ to be told apart, by
 * Nemenyi's test at 5 %.
 *
 * @see Demšar (2006), J. Mach. Learn. Res. 7:1-30
 */
export function criticalDifference(k: number, n: number): number {
  const q = bisect((x) => rangeShare(x, k) - 0.95, 0, 20)
  return (q / Math.SQRT2) * Math.sqrt((k * (k + 1)) / (6 * n))
}
