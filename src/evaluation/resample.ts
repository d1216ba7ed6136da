import { bcaEnds } from '../kernels/bca-ends.ts'
import { random } from '../kernels/random.ts'

/** Ends of an interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** A figure on resamples of what it was computed from, for its interval. */
export interface Resampled {
  /** Shape [B]; NaN where the figure is not defined. */
  readonly values: Float64Array
  /** The figure itself. */
  readonly value: number
  /** Shape [N], with each observation left out in turn; NaN where it is not defined. */
  readonly leftOut: Float64Array
}

/**
 * The 95 % bootstrap interval of a mean, bias-corrected and accelerated.
 *
 * Values are drawn with replacement, as many as there are, `resamples` times. NaN with fewer than
 * two values: one value says nothing about its spread.
 *
 * @param values shape [G], finite, for instance one score per subject
 * @see Efron (1987), J. Am. Stat. Assoc. 82(397):171-185
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
  const all = Float64Array.from(values).reduce((sum, value) => sum + value, 0)
  const leftOut = Float64Array.from(values, (value) => (all - value) / (count - 1))
  return intervalOf({ values: means, value: all / count, leftOut })
}

/** The 95 % interval of a resampled figure; NaN when fewer than half of its values are finite. */
export function intervalOf({ values, value, leftOut }: Resampled): Interval {
  const sorted = finite(values).sort()
  if (sorted.length === 0 || sorted.length * 2 < values.length) {
    return { low: Number.NaN, high: Number.NaN }
  }
  const [low, high] = bcaEnds(sorted, value, finite(leftOut))
  return { low, high }
}

function finite(values: Float64Array): Float64Array {
  return values.filter((value) => value * 0 === 0)
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
