import { normalCdf } from './normal.ts'

/** Even number of steps of Simpson's rule; errors are below 1e-9 from one degree of freedom on. */
const steps = 1200

/**
 * The share of a noncentral t distribution that lies at or below t; Student's where `shift` is 0.
 *
 * The normal share is averaged over the distribution of the sample deviation.
 *
 * @param freedom degrees of freedom, at least 1
 * @param shift noncentrality: the true mean in units of its standard error
 * @see Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions 2, chapter 31
 */
export function noncentralT(t: number, freedom: number, shift = 0): number {
  const reach = 12 / Math.sqrt(2 * freedom)
  const from = Math.max(0, 1 - reach)
  const width = (1 + reach - from) / steps
  let sum = 0
  let all = 0
  for (let i = 0; i <= steps; i++) {
    const s = from + i * width
    const part = i === 0 || i === steps ? 1 : i % 2 === 0 ? 2 : 4
    const weight = part * deviationDensity(s, freedom)
    sum += weight * normalCdf(t * s - shift)
    all += weight
  }
  return sum / all
}

/** The t at or below which a share p of Student's distribution lies, for p from 0.5 to 1. */
export function studentQuantile(p: number, freedom: number): number {
  return bisect((t) => noncentralT(t, freedom) - p, 0, 1e4)
}

/** Where a rising function is 0, to 1e-10. */
export function bisect(rising: (x: number) => number, low: number, high: number): number {
  for (let turn = 0; turn < 200 && high - low > 1e-10 * Math.max(1, Math.abs(low)); turn++) {
    const middle = (low + high) / 2
    if (rising(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Density of the sample deviation over the true one, up to a factor, at most 1. */
function deviationDensity(s: number, freedom: number): number {
  if (s === 0) return freedom === 1 ? Math.exp(0.5) : 0
  return Math.exp((freedom - 1) * Math.log(s) - (freedom * (s * s - 1)) / 2)
}
