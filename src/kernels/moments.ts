import type { Scaling } from './scaling.ts'

/** Count, mean and sum of squared deviations of the finite values of a variable. */
export interface Moments {
  readonly count: number
  /** 0 without values. */
  readonly mean: number
  readonly squares: number
}

/**
 * Finds the moments of one part of a variable, in two passes.
 *
 * @param x shape [N]; values that are not finite are left out
 */
export function momentsOf(x: ArrayLike<number>): Moments {
  let count = 0
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    if (x[i] * 0 !== 0) continue
    sum += x[i]
    count++
  }
  const mean = count === 0 ? 0 : sum / count
  let squares = 0
  let rest = 0
  for (let i = 0; i < x.length; i++) {
    if (x[i] * 0 !== 0) continue
    const apart = x[i] - mean
    squares += apart * apart
    rest += apart
  }
  return { count, mean, squares: count === 0 ? 0 : squares - (rest * rest) / count }
}

/**
 * Joins the moments of parts of one variable into those of the whole, part after part.
 *
 * @see Chan, Golub & LeVeque (1983), The American Statistician, 37(3), 242-247,
 *   doi:10.1080/00031305.1983.10483115
 */
export function joinMoments(parts: readonly Moments[]): Moments {
  let whole: Moments = { count: 0, mean: 0, squares: 0 }
  for (const part of parts) {
    const count = whole.count + part.count
    if (part.count === 0) continue
    const apart = part.mean - whole.mean
    whole = {
      count,
      mean: whole.mean + (apart * part.count) / count,
      squares: whole.squares + part.squares + (apart * apart * whole.count * part.count) / count,
    }
  }
  return whole
}

/**
 * Mean and standard deviation (divided by N) as a scaling, by the rules of `momentScaling`: NaN
 * without values, and a deviation within rounding of 0 becomes a scale of 1.
 */
export function scalingOf({ count, mean, squares }: Moments): Scaling {
  if (count === 0) return { centre: Number.NaN, scale: Number.NaN }
  const variance = squares / count
  const rounding = (count * mean * Number.EPSILON) ** 2
  const constant = variance <= count * Number.EPSILON * variance + rounding
  return { centre: mean, scale: constant ? 1 : Math.sqrt(variance) }
}
