/** What Ledoit and Wolf's estimator looks at, of T samples of N variables less their means. */
export interface Spread {
  /** Squared length of each sample, shape [T]. */
  readonly lengths: Float64Array
  /** Sum of the squared elements of x xᵀ / T, or of xᵀ x / T: they are equal. */
  readonly squares: number
  /** N. */
  readonly variables: number
}

/**
 * The share of the identity that Ledoit and Wolf's estimator puts into a covariance matrix of
 * shape [N, N]: the estimate is (1 - s) · cov + s · (trace / N) · I.
 *
 * @returns s, from 0 to 1; 0 for a single variable and for constant ones
 * @see Ledoit & Wolf (2004), J. Multivar. Anal. 88(2):365-411,
 *   doi:10.1016/S0047-259X(03)00096-4; `sklearn.covariance.ledoit_wolf_shrinkage`
 */
export function ledoitWolfShrinkage({ lengths, squares, variables }: Spread): number {
  if (variables === 1) return 0
  const samples = lengths.length
  let total = 0
  let fourth = 0
  for (let t = 0; t < samples; t++) {
    total += lengths[t]
    fourth += lengths[t] * lengths[t]
  }
  const mu = total / samples / variables
  const spread = (squares - variables * mu * mu) / variables
  const noise = (fourth / samples - squares) / (variables * samples)
  const moved = Math.min(noise, spread)
  return moved === 0 ? 0 : moved / spread
}
