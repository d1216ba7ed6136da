import { type DenseWasm, inDenseRoom } from './wasm/dense-wasm.ts'
import type { Room } from './wasm/wasm-module.ts'

/** A matrix as left · diag(values) · right, K = min(M, N). */
export interface SingularValues {
  /** Orthonormal columns, shape [M, K]. */
  readonly left: Float64Array
  /** Falling, none below 0, shape [K]. */
  readonly values: Float64Array
  /** Orthonormal rows, shape [K, N]. */
  readonly right: Float64Array
}

/**
 * Decomposes a matrix into singular values and vectors.
 *
 * Householder reduction to bidiagonal form (of the triangle of its factors where one side is twice
 * the other), then divide and conquer. Errors of values are about
 * max(M, N) · 1e-16 times the largest; signs are those of the arithmetic and the same for the same
 * matrix. A NaN or an infinity makes everything NaN.
 *
 * @param a shape [M, N], not changed
 * @param rows M; N is `a.length / rows`
 * @throws {RangeError} M does not divide the number of values
 * @see Gu & Eisenstat (1995), SIAM J. Matrix Anal. Appl. 16(1):79-92,
 *   doi:10.1137/S0895479892242232; `numpy.linalg.svd(full_matrices=False)`
 */
export function svd(a: Float64Array, rows: number): SingularValues {
  const cols = rows > 0 ? a.length / rows : 0
  if (!Number.isInteger(cols)) throw new RangeError(`${a.length} values are no ${rows} rows`)
  const unit = unitOf(a)
  if (!(unit > 0)) return constant(rows, cols, unit)
  const [m, n] = rows < cols ? [cols, rows] : [rows, cols]
  const square = 8 * (n + 2) * (n + 2)
  const list = 8 * (n + 2)
  const tall = 8 * m * n
  const work = 8 * (64 * m + 192 * n + 8448)
  const sizes = [tall, tall, tall, square, work, 2 * square, 8 * list, 4 * n]
  const more = isTall(m, n) ? [square, square, list] : []
  return inDenseRoom([...sizes, list, list, list, list, ...more], (room) => {
    load(room, a, rows, { cols, unit })
    const [long, short] = decompose(room, m, n)
    const values = fallingValues(room, n, unit)
    const [first, second] = rows < cols ? [short, long] : [long, short]
    return { left: asColumns(room, first, n), values, right: asRows(room, second, n) }
  })
}

/** Vectors in rows `step` bytes apart, of so many elements. */
interface Rows {
  readonly at: number
  readonly step: number
  readonly length: number
}

/** A power of two near the largest magnitude, 0 for zeros; NaN when a value is not finite. */
function unitOf(a: Float64Array): number {
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    const size = Math.abs(a[i])
    if (!(size < Infinity)) return NaN
    if (size > largest) largest = size
  }
  return largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 0
}

/** Of zeros, with the first unit vectors, or of NaN. */
function constant(rows: number, cols: number, value: number): SingularValues {
  const n = Math.min(rows, cols)
  const left = new Float64Array(rows * n).fill(value)
  const right = new Float64Array(n * cols).fill(value)
  for (let k = 0; k < n; k++) left[k * n + k] = right[k * cols + k] = value + 1
  return { left, values: new Float64Array(n).fill(value), right }
}

/** Whether a matrix [m, n] is first brought to triangular form; measured. */
function isTall(m: number, n: number): boolean {
  return m >= 2 * n
}

/** Puts the matrix into the first region: its long columns, if it is tall, else its short rows. */
function load(
  { f64, at }: Room<DenseWasm>,
  a: Float64Array,
  rows: number,
  { cols, unit }: { cols: number; unit: number },
): void {
  const to = at[0] / 8
  const tall = isTall(Math.max(rows, cols), Math.min(rows, cols))
  if (rows >= cols !== tall) {
    for (let i = 0; i < a.length; i++) f64[to + i] = a[i] / unit
    return
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) f64[to + j * rows + i] = a[i * cols + j] / unit
  }
}

/** Left and right vectors of a matrix [m, n], m at least n. */
function decompose({ wasm, f64, at }: Room<DenseWasm>, m: number, n: number): [Rows, Rows] {
  const [loaded, outer, u, v, work, squares, lists, order, d, e, leftScale, rightScale] = at
  const [triangle, inner, scale] = at.slice(12)
  const tall = isTall(m, n)
  if (tall) {
    wasm.triangular(loaded, m, n, outer, scale, work)
    putTriangle(f64, loaded / 8, triangle / 8, { m, n })
  }
  const [matrix, lefts, high] = tall ? [triangle, inner, n] : [loaded, outer, m]
  const long = { at: u, step: 8 * m, length: m }
  const short = { at: v, step: 8 * (n + 1), length: n }
  wasm.bidiagonal(matrix, high, n, lefts, d, e, leftScale, rightScale, work)
  wasm.divideSingular(d, e, n, u, long.step, v, order, squares, lists)
  wasm.reflectEach(u, long.step, n, high, lefts, 8 * high, n, leftScale, work)
  if (tall) wasm.reflectEach(u, long.step, n, m, outer, 8 * m, n, scale, work)
  wasm.reflectEach(v + 8, short.step, n, n - 1, matrix + 8, 8 * n, n - 1, rightScale, work)
  return [long, short]
}

/** The triangle [n, n] that `triangular` left in columns of m. */
function putTriangle(
  f64: Float64Array,
  from: number,
  to: number,
  { m, n }: { m: number; n: number },
): void {
  f64.fill(0, to, to + n * n)
  for (let j = 0; j < n; j++) {
    for (let k = 0; k <= j; k++) f64[to + k * n + j] = f64[from + j * m + k]
  }
}

/** The values, and the order turned round. */
function fallingValues({ f64, u32, at }: Room<DenseWasm>, n: number, unit: number): Float64Array {
  const order = u32.subarray(at[7] / 4, at[7] / 4 + n).reverse()
  return Float64Array.from(order, (row) => f64[at[8] / 8 + row] * unit)
}

function asColumns({ wasm, f64, at }: Room<DenseWasm>, x: Rows, n: number): Float64Array {
  wasm.turnRows(x.at, x.step, n, x.length, at[7], at[0])
  return f64.slice(at[0] / 8, at[0] / 8 + n * x.length)
}

function asRows({ f64, u32, at }: Room<DenseWasm>, x: Rows, n: number): Float64Array {
  const out = new Float64Array(n * x.length)
  for (let k = 0; k < n; k++) {
    const from = (x.at + u32[at[7] / 4 + k] * x.step) / 8
    out.set(f64.subarray(from, from + x.length), k * x.length)
  }
  return out
}
