import type { Panels } from './panels.ts'

/**
 * As `multiply`, without WebAssembly: for small matrices, where copying them takes longer.
 *
 * @param a shape [M, K]
 * @param b shape [N, K]
 * @param out receives the product where given
 * @returns a bᵀ, shape [M, N], row after row
 * @throws {RangeError} depths differ
 */
export function multiplyScalar(
  a: Panels,
  b: Panels,
  out: Float64Array = new Float64Array(a.rows * b.rows),
): Float64Array {
  if (a.depth !== b.depth) throw new RangeError(`depth ${a.depth} against ${b.depth}`)
  if (out.length !== a.rows * b.rows) throw new RangeError('out does not have shape [M, N]')
  const tile = new Float64Array(16)
  const block = blockOf(b)
  for (let from = 0; from < b.rows; from += block) {
    const to = Math.min(from + block, b.rows)
    for (let i = 0; i < a.rows; i += 4) {
      for (let j = from; j < to; j += 4) {
        tileProduct(a, b, i, { j, tile })
        putTile(tile, out, b.rows, { i, j, high: a.rows - i })
      }
    }
  }
  return out
}

/**
 * As `gram`, without WebAssembly.
 *
 * @param a shape [M, K]
 * @returns a aᵀ, shape [M, M], exactly symmetric
 */
export function gramScalar(a: Panels): Float64Array {
  const n = a.rows
  const out = new Float64Array(n * n)
  const tile = new Float64Array(16)
  const block = blockOf(a)
  for (let from = 0; from < n; from += block) {
    const to = Math.min(from + block, n)
    for (let i = 0; i < to; i += 4) {
      for (let j = Math.max(i, from); j < to; j += 4) {
        tileProduct(a, a, i, { j, tile })
        putTile(tile, out, n, { i, j, high: n - i })
      }
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[i * n + j] = out[j * n + i]
  return out
}

/** How many rows, in fours, stay in a cache of 256 KiB while the rows of the other pass by. */
function blockOf({ depth }: Panels): number {
  return 4 * Math.max(1, Math.floor(8192 / Math.max(1, depth)))
}

/** Rows i..i+3 of a times rows j..j+3 of b into a tile [4, 4]. */
function tileProduct(a: Panels, b: Panels, i: number, at: { j: number; tile: Float64Array }): void {
  const { values: A, depth } = a
  const B = b.values
  let [c0, c1, c2, c3] = [0, 0, 0, 0]
  let [d0, d1, d2, d3] = [0, 0, 0, 0]
  let [e0, e1, e2, e3] = [0, 0, 0, 0]
  let [f0, f1, f2, f3] = [0, 0, 0, 0]
  const end = (i + 4) * depth
  for (let p = i * depth, q = at.j * depth; p < end; p += 4, q += 4) {
    const x0 = B[q]
    const x1 = B[q + 1]
    const x2 = B[q + 2]
    const x3 = B[q + 3]
    const c = A[p]
    c0 += c * x0
    c1 += c * x1
    c2 += c * x2
    c3 += c * x3
    const d = A[p + 1]
    d0 += d * x0
    d1 += d * x1
    d2 += d * x2
    d3 += d * x3
    const e = A[p + 2]
    e0 += e * x0
    e1 += e * x1
    e2 += e * x2
    e3 += e * x3
    const f = A[p + 3]
    f0 += f * x0
    f1 += f * x1
    f2 += f * x2
    f3 += f * x3
  }
  at.tile.set([c0, c1, c2, c3, d0, d1, d2, d3, e0, e1, e2, e3, f0, f1, f2, f3])
}

function putTile(
  tile: Float64Array,
  out: Float64Array,
  cols: number,
  at: { i: number; j: number; high: number },
): void {
  const wide = Math.min(4, cols - at.j)
  for (let r = 0; r < Math.min(4, at.high); r++) {
    const to = (at.i + r) * cols + at.j
    for (let c = 0; c < wide; c++) out[to + c] = tile[4 * r + c]
  }
}
