import { logGamma } from './log-gamma.ts'

/**
 * The share of a gamma distribution of shape `a` below `x`.
 *
 * @param a above 0
 * @param x from 0
 * @returns from 0 to 1; right to about 1e-14
 * @see scipy.special.gammainc; Press et al. (2007), Numerical Recipes, 3rd ed., section 6.2
 */
export function incompleteGamma(a: number, x: number): number {
  if (x <= 0) return 0
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a]
    for (let n = 1; n < 1000 && term > sum * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    return sum * scale
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 1000; n++) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / (factor * d + b)
    c = b + factor / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return 1 - scale * fraction
}

/**
 * The value below which a share `p` of a gamma distribution of shape `a` lies.
 *
 * @param p from 0 to below 1
 * @see scipy.special.gammaincinv
 */
export function inverseIncompleteGamma(a: number, p: number): number {
  let [low, high] = [0, 1]
  while (incompleteGamma(a, high) < p) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2
    if (incompleteGamma(a, middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
