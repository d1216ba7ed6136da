import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { svd } from './svd.ts'

/**
 * The orthonormal columns that come nearest to a matrix: u vᵀ of its singular vectors. With a =
 * xᵀ y they turn x best into y (orthogonal Procrustes).
 *
 * @param a shape [V, K], K at most V
 * @param shift added to the diagonal first, so that a matrix of less than full rank has an answer
 *   too
 * @returns shape [V, K], with columns of length 1 at right angles
 * @throws {RangeError} K is above V
 * @see `scipy.linalg.orthogonal_procrustes`; Schönemann (1966), Psychometrika 31:1-10,
 *   doi:10.1007/BF02289451
 */
export function orthonormalMap(a: Float64Array, rows: number, shift = 0): Float64Array {
  const cols = a.length / rows
  if (!(cols <= rows)) throw new RangeError(`no ${cols} orthonormal columns of ${rows} rows`)
  const moved = a.slice()
  for (let k = 0; k < cols; k++) moved[k * cols + k] += shift
  const { left, right } = svd(moved, rows)
  return multiply(panels(left, rows, cols), columnPanels(right, cols, cols))
}
