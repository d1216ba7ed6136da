import { isLarge, largeProduct } from './large-product.ts'
import { gramScalar, multiplyScalar } from './multiply-scalar.ts'
import type { Panels } from './panels.ts'
import { type DenseWasm, inDenseRoom } from './wasm/dense-wasm.ts'
import type { Room } from './wasm/wasm-module.ts'

/**
 * Multiplies one matrix by the transpose of another.
 *
 * A sum runs over the depth in order, so equal rows give equal results wherever they stand. Small
 * products are done without WebAssembly, large ones on all threads that are free, to the same bits.
 *
 * @param a shape [M, K]
 * @param b shape [N, K]
 * @param out receives the product where given
 * @returns a bᵀ, shape [M, N], row after row
 * @throws {RangeError} depths differ
 */
export function multiply(
  a: Panels,
  b: Panels,
  out: Float64Array = new Float64Array(a.rows * b.rows),
): Float64Array {
  if (isSmall(a, b)) return multiplyScalar(a, b, out)
  if (a.depth !== b.depth) throw new RangeError(`depth ${a.depth} against ${b.depth}`)
  if (out.length !== a.rows * b.rows) throw new RangeError('out does not have shape [M, N]')
  if (isLarge(a.rows, b.rows, a.depth)) return largeProduct(a, b, false, out)
  return inDenseRoom(sizes(a, b), (room) => {
    for (let j = 0; j < b.rows; j += BLOCK) {
      for (let i = 0; i < a.rows; i += BLOCK) putBlock(room, a, b, { i, j, out, part: ALL })
    }
    return out
  })
}

/**
 * Multiplies a matrix by its own transpose.
 *
 * @param a shape [M, K]
 * @returns a aᵀ, shape [M, M], exactly symmetric
 */
export function gram(a: Panels): Float64Array {
  if (isSmall(a, a)) return gramScalar(a)
  const n = a.rows
  const out = new Float64Array(n * n)
  if (isLarge(n, n / 2, a.depth)) largeProduct(a, a, true, out)
  else lowerOf(a, out)
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j]
  return out
}

/**
 * Multiplies a matrix by a vector.
 *
 * @param a shape [M, K]
 * @param x shape [K]
 * @param out receives the product, shape [M]
 * @returns `out`
 * @throws {RangeError} lengths do not agree
 */
export function multiplyVector(
  a: Panels,
  x: Float64Array,
  out: Float64Array = new Float64Array(a.rows),
): Float64Array {
  if (x.length !== a.depth || out.length !== a.rows) throw new RangeError('vector length')
  const { values, depth, rows } = a
  for (let i = 0, at = 0; i < rows; i += 4) {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let t = 0; t < depth; t++, at += 4) {
      const v = x[t]
      s0 += values[at] * v
      s1 += values[at + 1] * v
      s2 += values[at + 2] * v
      s3 += values[at + 3] * v
    }
    out[i] = s0
    if (i + 1 < rows) out[i + 1] = s1
    if (i + 2 < rows) out[i + 2] = s2
    if (i + 3 < rows) out[i + 3] = s3
  }
  return out
}

/** What is copied at a time, so that the memory of the kernels stays small: rows, terms. */
const BLOCK = 512
const TERMS = 1024

/** As in `assembly/dense/product.ts`. */
const ALL = 0
const LOWER = 1

/** The product of a matrix with its own transpose, on and below the diagonal. */
function lowerOf(a: Panels, out: Float64Array): void {
  const n = a.rows
  inDenseRoom(sizes(a, a), (room) => {
    for (let i = 0; i < n; i += BLOCK) {
      for (let j = 0; j <= i; j += BLOCK) {
        putBlock(room, a, a, { i, j, out, part: i === j ? LOWER : ALL })
      }
    }
  })
}

/** Where copying both matrices takes longer than what is won; measured. */
function isSmall(a: Panels, b: Panels): boolean {
  return a.rows * b.rows * a.depth < 8192
}

function sizes(a: Panels, b: Panels): number[] {
  const rows = (x: Panels) => 4 * Math.ceil(Math.min(x.rows, BLOCK) / 4)
  const terms = Math.min(a.depth, TERMS)
  return [8 * rows(a) * terms, 8 * rows(b) * terms, 8 * rows(a) * rows(b)]
}

/** One block of the product, whose first element is (i, j). */
function putBlock(
  { wasm, f64, at }: Room<DenseWasm>,
  a: Panels,
  b: Panels,
  { i, j, out, part }: { i: number; j: number; out: Float64Array; part: number },
): void {
  const high = Math.min(BLOCK, a.rows - i)
  const wide = Math.min(BLOCK, b.rows - j)
  const [left, right, sum] = at
  f64.fill(0, sum / 8, sum / 8 + high * wide)
  for (let k = 0; k < a.depth; k += TERMS) {
    const terms = Math.min(TERMS, a.depth - k)
    load(f64, left / 8, a, { row: i, rows: high, term: k, terms })
    load(f64, right / 8, b, { row: j, rows: wide, term: k, terms })
    wasm.addPacked(high, wide, terms, left, right, sum, 8 * wide, part)
  }
  for (let r = 0; r < high; r++) {
    const from = sum / 8 + r * wide
    const count = part === ALL ? wide : r + 1
    out.set(f64.subarray(from, from + count), (i + r) * b.rows + j)
  }
}

function load(
  f64: Float64Array,
  to: number,
  { values, depth }: Panels,
  piece: { row: number; rows: number; term: number; terms: number },
): void {
  const { row, rows, term, terms } = piece
  for (let p = row; p < row + rows; p += 4) {
    const from = p * depth + 4 * term
    f64.set(values.subarray(from, from + 4 * terms), to + (p - row) * terms)
  }
}
