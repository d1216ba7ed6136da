import { split2, split3, split5, splitOdd } from './passes'
import { split4 } from './quarters'

/** Bytes that stay in the nearest cache. */
const NEAR: i32 = 32768

/**
 * Transforms pairs of complex numbers in place; the results come in the order of reversed digits.
 *
 * @param x shape [N, 2] of pairs: real and imaginary part of each number
 * @param plan u32 words: how many passes, then of each its radix, the address of its twiddles as
 *   `split4` has them, and that of the roots that `splitOdd` needs
 */
export function transform(x: usize, length: i32, plan: usize): void {
  descend(x, length, 1, plan + 4, plan + 4 + 12 * load<u32>(plan))
}

/**
 * Does the passes of `transform` from one to the last on some spans of n numbers. What is too long
 * for the nearest cache is split once, and then its parts are finished one after the other.
 */
export function descend(x: usize, n: i32, spans: i32, pass: usize, end: usize): void {
  const isNear = n * spans << 5 <= NEAR
  for (let groups = isNear ? spans : 1; isNear && pass < end; pass += 12) {
    split(x, n, groups, pass)
    const radix = load<i32>(pass)
    groups *= radix
    n /= radix
  }
  if (pass === end) return
  for (const stop = x + (<usize>(n * spans) << 5); x < stop; x += <usize>n << 5) {
    split(x, n, 1, pass)
    const radix = load<i32>(pass)
    descend(x, n / radix, radix, pass + 12, end)
  }
}

function split(x: usize, n: i32, groups: i32, pass: usize): void {
  const radix = load<i32>(pass)
  const twiddles = <usize>load<u32>(pass, 4)
  if (radix === 4) split4(x, n, groups, twiddles)
  else if (radix === 5) split5(x, n, groups, twiddles)
  else if (radix === 2) split2(x, n, groups, twiddles)
  else if (radix === 3) split3(x, n, groups, twiddles)
  else splitOdd(x, n, groups, twiddles, radix, <usize>load<u32>(pass, 8))
}
