import { normalCdf, normalQuantile } from './normal.ts'

/** Several one-sided tests taken together. */
export interface Combined {
  readonly z: number
  /** One-sided. */
  readonly p: number
}

/**
 * Combines independent one-sided p values by weighted sums of their z scores.
 *
 * p of 0 and 1 are taken as 1e-15 off, so that one test alone does not decide.
 *
 * @param p shape [N], each from 0 to 1, small for the same direction in all
 * @param weights shape [N], for instance the square roots of the numbers of subjects
 * @see Stouffer et al. (1949), The American Soldier; `scipy.stats.combine_pvalues`
 */
export function stouffer(p: readonly number[], weights: readonly number[]): Combined {
  let sum = 0
  let squares = 0
  for (const [i, weight] of weights.entries()) {
    sum -= weight * normalQuantile(Math.min(1 - 1e-15, Math.max(1e-15, p[i])))
    squares += weight ** 2
  }
  const z = sum / Math.sqrt(squares)
  return { z, p: normalCdf(-z) }
}
