import { fail } from '../errors.ts'
import type { Grid } from './volumes.ts'

/** How far affines may differ, mm: what rounding of a header to f32 makes. */
const affineMm = 1e-3

const remedy =
  'bring the recordings onto the grid of the image with "regrid", or resample the image'

/**
 * Requires two images to lie on the same grid: equal shape, affines equal to 0.001 mm.
 *
 * @param facts say which images they are
 * @throws {NeurarrowError} `grid-mismatch` with both grids
 */
export function requireSameGrid(
  expected: Grid,
  found: Grid,
  facts: Readonly<Record<string, unknown>>,
): void {
  const sameShape = expected.shape.every((n, i) => n === found.shape[i])
  const near = expected.affine.every((a, i) => Math.abs(a - found.affine[i]) <= affineMm)
  if (!sameShape || !near) fail('grid-mismatch', { ...facts, expected, found, remedy })
}
