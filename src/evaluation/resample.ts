import { quantiles } from '../kernels/quantile.ts'
import { random } from '../kernels/random.ts'

/** Ends of an interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The 95 % percentile bootstrap interval of a mean.
 *
 * Values are drawn with replacement, as many as there are, `resamples` times; the interval runs
 * from the 2.5th to the 97.5th percentile of the means. NaN with fewer than two values: one value
 * says nothing about its spread.
 *
 * @param values shape [G], finite, for instance one score per subject
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  resamples: number,
  seed: number,
): Interval {
  const count = values.length
  if (count < 2) return { low: Number.NaN, high: Number.NaN }
  const draw = random(seed)
  const means = new Float64Array(resamples)
  for (let b = 0; b < resamples; b++) {
    let sum = 0
    for (let i = 0; i < count; i++) sum += values[draw.integer(count)]
    means[b] = sum / count
  }
  return percentileInterval(means)
}

/** The 2.5th and 97.5th percentile of the finite values; NaN when fewer than half are finite. */
export function percentileInterval(values: Float64Array): Interval {
  const sorted = values.filter((value) => value * 0 === 0).sort()
  if (sorted.length === 0 || sorted.length * 2 < values.length) {
    return { low: Number.NaN, high: Number.NaN }
  }
  const [low, high] = quantiles(sorted, [0.025, 0.975])
  return { low, high }
}

/**
 * The seed of one of several streams that one seed feeds; streams differ for different `stream`.
 *
 * @param stream whole numbers from 0 that say which stream, for instance purpose and group
 */
export function streamSeed(seed: number, ...stream: readonly number[]): number {
  return stream.reduce((mixed, part) => {
    return Math.floor(random(mixed * 4093 + part + 1).uniform() * 2 ** 32)
  }, seed)
}
