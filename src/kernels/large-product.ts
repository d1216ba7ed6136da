import type { Panels } from './panels.ts'
import { inCrewRoom } from './wasm/crew-wasm.ts'

/** Rows and columns of one job. */
const ROWS = 256
const COLUMNS = 512

/** Bytes that one job puts beside. */
const SCRATCH = 4096

/** As in `assembly/dense/product.ts`. */
const ALL = 0
const LOWER = 1

/** The fewest terms that are worth another thread, some 3 ms, and the most bytes of a memory. */
const TERMS = 2 ** 25
const BYTES = 2 ** 28

/** Whether a product, shape [M, N] with K terms each, is worth several threads and fits. */
export function isLarge(m: number, n: number, depth: number): boolean {
  return m * n * depth >= TERMS && 8 * (m * depth + n * depth + m * n) <= BYTES
}

/**
 * Multiplies one matrix by the transpose of another, on all threads that are free.
 *
 * Each element is the plain sum in order: the bits are those of `multiply`.
 *
 * @param a shape [M, K]
 * @param b shape [N, K]
 * @param isLower whether only what is on and below the diagonal is wanted
 * @param out receives the product, shape [M, N]
 * @returns `out`; above the diagonal arbitrary where it is not wanted
 * @throws {RangeError} `out` does not have shape [M, N]; they need more than 4 GiB
 */
export function largeProduct(
  a: Panels,
  b: Panels,
  isLower: boolean,
  out: Float64Array,
): Float64Array {
  const { rows: m, depth } = a
  if (out.length !== m * b.rows) throw new RangeError('out does not have shape [M, N]')
  const n = b.rows
  const tiles: [i: number, j: number][] = []
  for (let i = 0; i < m; i += ROWS) {
    for (let j = 0; j < n; j += COLUMNS) if (!isLower || j < i + ROWS) tiles.push([i, j])
  }
  const sizes = [8 * a.values.length, 8 * b.values.length, 8 * m * n, SCRATCH * tiles.length]
  return inCrewRoom(sizes, ({ f64, at, each }) => {
    const [left, right, product, scratch] = at
    f64.set(a.values, left / 8)
    f64.set(b.values, right / 8)
    const jobs = tiles.map(([i, j], job) => {
      const shape = [Math.min(ROWS, m - i), Math.min(COLUMNS, n - j), depth]
      const from = [left + 8 * i * depth, right + 8 * j * depth, product + 8 * (i * n + j)]
      const part = isLower && i === j ? LOWER : ALL
      return [...shape, ...from, 8 * n, part, scratch + job * SCRATCH]
    })
    each('multiplyPacked', jobs)
    out.set(f64.subarray(product / 8, product / 8 + m * n))
    return out
  })
}
