import { selectWithin } from './select-within.ts'

/** Of more values than this only so many are looked at. */
const most = 16384

/**
 * The median of the magnitudes of finite values, to judge the scale of a recording.
 *
 * Of more than 16 384 values every k-th is looked at, k odd so that no channel count or patch
 * length of a power of two is met in step. The lower of two middle values is taken.
 *
 * @param x any shape, in any unit
 * @returns the median in the unit of `x`, NaN when no value is finite
 */
export function medianAbs(x: Float32Array): number {
  const every = x.length <= most ? 1 : Math.ceil(x.length / most) | 1
  const kept = new Float32Array(Math.ceil(x.length / every))
  let count = 0
  for (let i = 0; i < x.length; i += every) {
    const size = Math.abs(x[i])
    if (size < Number.POSITIVE_INFINITY) kept[count++] = size
  }
  if (count === 0) return Number.NaN
  const half = (count - 1) >> 1
  selectWithin(kept, { first: 0, last: count - 1 }, half)
  return kept[half]
}
