import type { SplitPlan } from './split-plan.ts'
import type { WasmRoom } from './wasm/signal-wasm.ts'

/** Bytes of the roots of the largest radix, and of as many pairs of complex numbers. */
const ROOTS = 48 * 13

/** Size of the region that a plan needs in the memory of the kernels, in bytes. */
export function planBytes({ radices, twiddles }: SplitPlan): number {
  return headBytes(radices) + 8 * twiddles.length + ROOTS * radices.length
}

/**
 * Writes what `transform` of the kernels reads into a region: the passes, where their tables are,
 * and these tables.
 *
 * @param at address of the region, a multiple of 16
 */
export function putPlan({ f64, u32 }: WasmRoom, { radices, twiddles }: SplitPlan, at: number) {
  let table = at + headBytes(radices)
  let roots = table + 8 * twiddles.length
  let groups = radices.reduce((product, radix) => product * radix, 1)
  f64.set(twiddles, table / 8)
  u32[at / 4] = radices.length
  for (const [i, radix] of radices.entries()) {
    u32.set([radix, table, roots], at / 4 + 1 + 3 * i)
    groups /= radix
    table += 16 * (radix - 1) * groups
    for (let m = 0; m < radix; m++, roots += 16) {
      f64[roots / 8] = Math.cos((-2 * Math.PI * m) / radix)
      f64[roots / 8 + 1] = Math.sin((-2 * Math.PI * m) / radix)
    }
    roots += 32 * radix
  }
}

/** Where the transform leaves each frequency, shape [N]. */
export function placesOf({ order }: SplitPlan): Int32Array {
  const place = new Int32Array(order.length)
  for (let p = 0; p < order.length; p++) place[order[p]] = p
  return place
}

/** The number of passes and three words for each, rounded up so that tables are aligned. */
const headBytes = (radices: readonly number[]) => 16 * Math.ceil((4 + 12 * radices.length) / 16)
