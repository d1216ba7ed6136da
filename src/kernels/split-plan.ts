import { radicesOf } from './mixed-fft.ts'

/** How a transform in place splits its numbers, pass by pass. */
export interface SplitPlan {
  readonly radices: readonly number[]
  /**
   * Of each pass in turn, for spans of n numbers and radix r: exp(-2 pi i j k / n), shape
   * [n / r, r - 1, 2], j below n / r and k from 1.
   */
  readonly twiddles: Float64Array
  /** The frequency that stands at each place after the last pass, shape [N]. */
  readonly order: Int32Array
}

const plans = new Map<number, SplitPlan>()

/**
 * Plans a complex transform of shape [N] in place; plans hold only constants and are kept by N.
 *
 * @param length N, a product of primes up to 13
 * @throws {RangeError} N has another prime factor
 * @see Gentleman & Sande (1966), AFIPS Conf. Proc. 29:563-578, doi:10.1145/1464291.1464352
 */
export function splitPlan(length: number): SplitPlan {
  const kept = plans.get(length)
  if (kept) return kept
  const radices = radicesOf(length)
  if (!radices) throw new RangeError(`no transform in place of ${length}`)
  const plan = { radices, twiddles: twiddlesOf(length, radices), order: orderOf(length, radices) }
  plans.set(length, plan)
  return plan
}

function twiddlesOf(length: number, radices: readonly number[]): Float64Array {
  const out: number[] = []
  let span = length
  for (const radix of radices) {
    for (let j = 0; j < span / radix; j++) {
      for (let k = 1; k < radix; k++) {
        const angle = (-2 * Math.PI * j * k) / span
        out.push(Math.cos(angle), Math.sin(angle))
      }
    }
    span /= radix
  }
  return Float64Array.from(out)
}

/** Within each part k of a span lie the frequencies k, k + radix, k + 2 radix ... of it. */
function orderOf(length: number, radices: readonly number[]): Int32Array {
  const out = new Int32Array(length)
  for (let p = 0; p < length; p++) {
    let rest = p
    let span = length
    for (let i = 0, weight = 1; i < radices.length; weight *= radices[i++]) {
      span /= radices[i]
      out[p] += weight * Math.floor(rest / span)
      rest %= span
    }
  }
  return out
}
