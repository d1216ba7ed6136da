import type { Panels } from './panels.ts'
import { inDenseRoom } from './wasm/dense-wasm.ts'

/**
 * Quadratic forms of vectors: xᵀ a x, for several symmetric matrices a.
 *
 * Each matrix is given as its lower triangle in which what is below the diagonal is doubled, zeros
 * above: half the terms. The bits of a form do not depend on the other vectors.
 *
 * @param triangles shape [N, N] each
 * @param vectors shape [Q, N]
 * @returns for each matrix, shape [Q]
 * @throws {RangeError} shapes do not agree
 */
export function quadraticForms(triangles: readonly Panels[], vectors: Panels): Float64Array[] {
  const { rows, depth, values } = vectors
  if (triangles.some((a) => a.rows !== depth || a.depth !== depth)) {
    throw new RangeError(`triangles are not [${depth}, ${depth}]`)
  }
  const high = 4 * Math.ceil(depth / 4)
  const sizes = [high * depth, values.length, 4 * Math.ceil(rows / 4), 16]
  return inDenseRoom(
    sizes.map((count) => 8 * count),
    ({ wasm, f64, at }) => {
      const [t, x, sums, tile] = at
      f64.set(values, x / 8)
      return triangles.map((triangle) => {
        f64.set(triangle.values, t / 8)
        wasm.quadratics(t, depth, x, rows, sums, tile)
        return f64.slice(sums / 8, sums / 8 + rows)
      })
    },
  )
}
