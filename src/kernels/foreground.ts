/** What is not background: its mean, deviation and least value. */
export interface Foreground {
  readonly count: number
  readonly mean: number
  /** With N - 1 in the denominator. */
  readonly deviation: number
  readonly least: number
}

/**
 * Describes the values that are neither 0, which is background, nor NaN nor an infinity.
 *
 * @param x values of any shape, in any unit
 * @returns NaN for the mean and the least of no value, and for the deviation of one
 */
export function foreground(x: Float32Array): Foreground {
  let [count, sum, least] = [0, 0, Number.POSITIVE_INFINITY]
  for (let i = 0; i < x.length; i++) {
    if (!isForeground(x[i])) continue
    count++
    sum += x[i]
    if (x[i] < least) least = x[i]
  }
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < x.length; i++) if (isForeground(x[i])) squares += (x[i] - mean) ** 2
  const deviation = count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1))
  return { count, mean, deviation, least: count === 0 ? Number.NaN : least }
}

function isForeground(value: number): boolean {
  return value !== 0 && Number.isFinite(value)
}
