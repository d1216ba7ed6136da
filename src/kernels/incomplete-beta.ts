import { logGamma } from './log-gamma.ts'

/**
 * The regularised incomplete beta function I_x(a, b): the share of a beta distribution that lies at
 * or below x, also where it is as small as 1e-300.
 *
 * @param x from 0 to 1; NaN stays NaN
 * @param a above 0
 * @param b above 0
 * @see Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.5.8; the continued
 *   fraction is evaluated by the method of Lentz (1976)
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x > 0)) return x === 0 ? 0 : Number.NaN
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const logFront =
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  return Math.exp(logFront) / (a * fraction(x, a, b))
}

/** The share of Student's distribution above t. */
export function studentTail(t: number, freedom: number): number {
  const half = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  return t < 0 ? 1 - half : half
}

/** The shares of Fisher's distribution above and below f. */
export function fisherTails(f: number, over: number, under: number): [number, number] {
  const x = under / (under + over * Math.max(f, 0))
  return [incompleteBeta(x, under / 2, over / 2), incompleteBeta(1 - x, over / 2, under / 2)]
}

/** The continued fraction 1 + d1/(1 + d2/(1 + ...)). */
function fraction(x: number, a: number, b: number): number {
  const least = 1e-300
  let c = 1
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / notZero(1 + even * d)
    c = notZero(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / notZero(1 + odd * d)
    c = notZero(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return 1 / value

  function notZero(term: number): number {
    return Math.abs(term) < least ? least : term
  }
}
