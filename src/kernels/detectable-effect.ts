import { bisect, noncentralT, studentQuantile } from './noncentral-t.ts'

/**
 * The smallest standardised mean of N differences that a two-sided t test finds with this power.
 *
 * Times the standard deviation of the differences it is the smallest detectable difference.
 *
 * @param n how many differences; NaN below 2
 * @param level of the test
 * @param power how often a true effect of this size is found
 * @see Cohen (1988), Statistical Power Analysis, chapter 2; `statsmodels` `TTestPower`
 */
export function detectableEffect(n: number, level = 0.05, power = 0.8): number {
  if (n < 2) return Number.NaN
  const critical = studentQuantile(1 - level / 2, n - 1)
  const found = (effect: number) => {
    const shift = effect * Math.sqrt(n)
    return 1 - noncentralT(critical, n - 1, shift) + noncentralT(-critical, n - 1, shift)
  }
  return bisect((effect) => found(effect) - power, 0, 100)
}
