import { random } from './random.ts'

/** The outcome of a paired permutation test. */
export interface SignFlips {
  /** Two-sided p of the mean difference. */
  readonly p: number
  /** Whether every pattern of signs was looked at. */
  readonly exact: boolean
}

/** Up to this many differences all 2^N patterns are looked at. */
const mostExact = 16

/**
 * Tests whether paired differences have mean 0 by exchanging the members of pairs, two-sided.
 *
 * Up to 16 differences every pattern of signs counts, and p is its share at least as far from 0.
 * Beyond, patterns are drawn, and p is (1 + as far) / (1 + drawn).
 *
 * @param differences shape [N], finite; NaN for N = 0
 * @see Fisher (1935), The Design of Experiments, section 21; `scipy.stats.permutation_test`
 */
export function signFlips(differences: ArrayLike<number>, draws: number, seed: number): SignFlips {
  const n = differences.length
  if (n === 0) return { p: Number.NaN, exact: true }
  const values = Float64Array.from(differences)
  const scale = values.reduce((sum, one) => sum + Math.abs(one), 0)
  const found = Math.abs(values.reduce((sum, one) => sum + one, 0)) - 1e-13 * scale
  if (n <= mostExact) return { p: allPatterns(values, found) / 2 ** (n - 1), exact: true }
  const draw = random(seed)
  let asFar = 0
  for (let d = 0; d < draws; d++) {
    let sum = 0
    for (const value of values) sum += draw.uniform() < 0.5 ? value : -value
    if (Math.abs(sum) >= found) asFar++
  }
  return { p: (1 + asFar) / (1 + draws), exact: false }
}

/** How many patterns, the first sign held, give a sum at least as far from 0. */
function allPatterns(values: Float64Array, found: number): number {
  let asFar = 0
  for (let pattern = 0; pattern < 2 ** (values.length - 1); pattern++) {
    let sum = values[0]
    for (let i = 1; i < values.length; i++) {
      sum += (pattern >> (i - 1)) & 1 ? -values[i] : values[i]
    }
    if (Math.abs(sum) >= found) asFar++
  }
  return asFar
}
