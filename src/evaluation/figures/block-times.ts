import type { Segment } from '../../tables/signals.ts'
import type { FigureContext } from '../figure.ts'

/** More points than this along time cannot be told apart in a figure. */
const mostPoints = 240

/**
 * Times of the points that a window is reduced to, s, and how many samples each stands for.
 *
 * @param atLeast samples of a point, where more are not wanted
 */
export function timesOf(
  { samples, rateHz }: Segment,
  { windowFromS = 0 }: FigureContext,
  atLeast = 1,
): { x: number[]; block: number } {
  const block = Math.max(Math.round(atLeast), Math.ceil(samples / mostPoints))
  const points = Math.floor(samples / block)
  const middle = (block - 1) / 2
  const x = Array.from({ length: points }, (_, i) => {
    return Math.round((windowFromS + (i * block + middle) / rateHz) * 1e6) / 1e6
  })
  return { x, block }
}
