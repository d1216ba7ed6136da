import { diagonalize, type Eigen, unitOf } from './eigen-symmetric-scalar.ts'
import { type DenseWasm, inDenseRoom } from './wasm/dense-wasm.ts'
import type { Room } from './wasm/wasm-module.ts'

export type { Eigen } from './eigen-symmetric-scalar.ts'

/**
 * Decomposes a symmetric matrix into eigenvalues and orthonormal eigenvectors.
 *
 * Householder reduction, then divide and conquer. Errors of eigenvalues are about N · 1e-16 times
 * the largest magnitude; the sign of an eigenvector is that of the arithmetic and the same for the
 * same matrix. A NaN or an infinity makes everything NaN.
 *
 * @param a shape [N, N]; only its upper triangle is read, and it is not changed
 * @throws {RangeError} `a` is not square
 * @see Gu & Eisenstat (1995), SIAM J. Matrix Anal. Appl. 16(1):172-191,
 *   doi:10.1137/S0895479892241287; `numpy.linalg.eigh`
 */
export function eigenSymmetric(a: Float64Array, n: number): Eigen {
  const unit = unitOf(a, n)
  if (Number.isNaN(unit)) {
    return { values: new Float64Array(n).fill(NaN), vectors: new Float64Array(n * n).fill(NaN) }
  }
  const square = 8 * n * n
  const sizes = [square, 8 * n, 8 * n, 8 * n, workBytes(n), square, 4 * n, 2 * square, 64 * n]
  return inDenseRoom(sizes, (room) => {
    reduce(room, a, n, unit)
    const { wasm, f64, u32 } = room
    const [matrix, d, e, scale, work, x, order, squares, lists] = room.at
    wasm.divide(d, e, n, x, order, squares, lists)
    wasm.reflectBack(matrix, n, scale, x, work)
    wasm.turnRows(x, 8 * n, n, order, squares)
    const values = new Float64Array(n)
    for (let k = 0; k < n; k++) values[k] = f64[d / 8 + u32[order / 4 + k]] * unit
    return { values, vectors: f64.slice(squares / 8, squares / 8 + n * n) }
  })
}

/**
 * The eigenvalues of a symmetric matrix alone, at a third of the time of `eigenSymmetric`.
 *
 * @param a shape [N, N]; only its upper triangle is read, and it is not changed
 * @returns shape [N], ascending; all NaN when a value is NaN or infinite
 * @throws {RangeError} `a` is not square
 */
export function eigenvaluesSymmetric(a: Float64Array, n: number): Float64Array {
  const unit = unitOf(a, n)
  if (Number.isNaN(unit)) return new Float64Array(n).fill(NaN)
  const sizes = [8 * n * n, 8 * n, 8 * n, 8 * n, workBytes(n)]
  return inDenseRoom(sizes, (room) => {
    reduce(room, a, n, unit)
    const [, d, e] = room.at
    const values = room.f64.slice(d / 8, d / 8 + n)
    diagonalize(values, room.f64.slice(e / 8, e / 8 + n))
    return values.sort().map((value) => value * unit)
  })
}

/** To tridiagonal form, in the first regions of the room. */
function reduce(room: Room<DenseWasm>, a: Float64Array, n: number, unit: number): void {
  const { wasm, f64, at } = room
  const [matrix, d, e, scale, work] = at
  for (let i = 0, to = matrix / 8; i < a.length; i++, to++) f64[to] = a[i] / unit
  wasm.tridiagonal(matrix, n, d, e, scale, work)
}

/** Room for what `tridiagonal` and `reflectBack` ask for. */
function workBytes(n: number): number {
  return 8 * (192 * n + 8192)
}
