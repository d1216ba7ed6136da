/** Where kernels put what lives for one call: 0 where one thread works in the memory. */
export let scratch: usize = 0

/**
 * Says where a call puts it, for threads that share a memory.
 *
 * @param at room for 256 KiB and, for products, a right block: [min(n, 384) in fours, min(depth,
 *   256)] of f64
 */
export function useScratch(at: usize): void {
  scratch = at
}
