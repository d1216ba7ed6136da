import { addPacked } from '../dense/product'
import { useScratch } from '../dense/scratch'

/**
 * A block of a product of packed matrices: c = a · bᵀ, each element the plain sum in order.
 *
 * @param a shape [ceil(m / 4), depth, 4]
 * @param b shape [ceil(n / 4), depth, 4]
 * @param c shape [m, n], its rows `step` bytes apart
 * @param part `ALL` or `LOWER`, which leaves what is above the diagonal arbitrary
 * @param scratch room for 4 KiB of this call alone
 */
export function multiplyPacked(
  m: i32,
  n: i32,
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  step: usize,
  part: i32,
  scratch: usize,
): void {
  useScratch(scratch)
  for (let i = 0; i < m; i++) memory.fill(c + <usize>i * step, 0, (<usize>n) << 3)
  addPacked(m, n, depth, a, b, c, step, part)
}
