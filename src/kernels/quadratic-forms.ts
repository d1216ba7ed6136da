import type { Panels } from './panels.ts'
import { inCrewRoom } from './wasm/crew-wasm.ts'

/** Vectors of one job, a multiple of 4. */
const JOB = 128

/**
 * Quadratic forms of vectors: xᵀ a x, for several symmetric matrices a, on all threads that are
 * free.
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
  const sizes = [4 * Math.ceil(depth / 4) * depth, values.length, 4 * Math.ceil(rows / 4)]
  return inCrewRoom([...sizes.map((count) => 8 * count), 128 * rows], ({ f64, at, each }) => {
    const [t, x, sums, tiles] = at
    f64.set(values, x / 8)
    const jobs = Array.from({ length: Math.ceil(rows / JOB) }, (_, j) => {
      const own = [x + 8 * j * JOB * depth, Math.min(JOB, rows - j * JOB)]
      return [t, depth, ...own, sums + 8 * j * JOB, tiles + 128 * j]
    })
    return triangles.map((triangle) => {
      f64.set(triangle.values, t / 8)
      each('quadratics', jobs)
      return f64.slice(sums / 8, sums / 8 + rows)
    })
  })
}
