import { solve } from './solve.ts'
import { sphereSeries } from './sphere-series.ts'

/** Constants of the spline; those of MNE when not given. */
export interface LaplacianOptions {
  /** Radius of the head, m. */
  readonly radiusM?: number
  /** Order of the derivative that is kept small, m; above 1. */
  readonly order?: number
  /** Added to the diagonal: more of it is smoother. */
  readonly ridge?: number
  /** Terms of the Legendre series. */
  readonly terms?: number
}

/**
 * Weights that turn potentials of the scalp into current source density, minus the surface
 * Laplacian of their spherical spline. The result does not depend on the reference.
 *
 * @param places of the electrodes around the centre of the head, shape [C, 3], C at least 2
 * @returns weights, shape [C, C], 1/m²: potentials in uV become uV/m²
 * @throws {RangeError} a place is not finite or the centre itself, two places are one and ridge 0
 * @see Perrin et al. (1989), doi:10.1016/0013-4694(89)90180-6; Kayser & Tenke (2006), Clin.
 *   Neurophysiol. 117(2):348-368; `mne.preprocessing.compute_current_source_density`
 */
export function surfaceLaplacian(
  places: Float64Array,
  { radiusM = 0.095, order = 4, ridge = 1e-5, terms = 50 }: LaplacianOptions = {},
): Float64Array {
  const count = places.length / 3
  const spline = sphereSeries(places, places, order, terms)
  for (let c = 0; c < count; c++) spline[c * count + c] += ridge
  const bent = sphereSeries(places, places, order - 1, terms)
  // coefficients of each channel's unit potential, average reference, with the sum of all at 0
  const right = new Float64Array(count * (count + 1))
  for (let c = 0; c < count; c++) {
    for (let k = 0; k < count; k++) right[c * (count + 1) + k] = (c === k ? 1 : 0) - 1 / count
    right[c * (count + 1) + count] = 1
  }
  const solved = solve(spline, count, right)
  const wide = count + 1
  const flat = sumOf(solved, count, wide)
  const weights = new Float64Array(count * count)
  for (let k = 0; k < count; k++) {
    const shift = flat[k] / flat[count]
    for (let i = 0; i < count; i++) {
      const coefficient = solved[i * wide + k] - shift * solved[i * wide + count]
      for (let c = 0; c < count; c++) weights[c * count + k] += bent[i * count + c] * coefficient
    }
  }
  return weights.map((weight) => weight / radiusM ** 2)
}

/** Sums of the columns, shape [N], of a matrix of R rows. */
function sumOf(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(columns)
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < columns; k++) out[k] += matrix[r * columns + k]
  }
  return out
}
