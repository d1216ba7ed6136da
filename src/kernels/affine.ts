/** An affine is 4 x 4, row after row, and its last row is 0 0 0 1. */
export type Affine = readonly number[]

/**
 * Multiplies two affines.
 *
 * @param a shape [4, 4]
 * @param b shape [4, 4]
 * @returns a · b
 */
export function timesAffine(a: Affine, b: Affine): number[] {
  return Array.from({ length: 16 }, (_, i) => {
    const [row, column] = [i - (i % 4), i % 4]
    let sum = 0
    for (let k = 0; k < 4; k++) sum += a[row + k] * b[4 * k + column]
    return sum
  })
}

/**
 * Inverts an affine.
 *
 * @param a shape [4, 4]
 * @throws {RangeError} it has no inverse
 */
export function inverseAffine(a: Affine): number[] {
  const minor = (r: number, s: number, c: number, d: number) =>
    a[4 * r + c] * a[4 * s + d] - a[4 * r + d] * a[4 * s + c]
  const cofactors = [
    [minor(1, 2, 1, 2), -minor(0, 2, 1, 2), minor(0, 1, 1, 2)],
    [-minor(1, 2, 0, 2), minor(0, 2, 0, 2), -minor(0, 1, 0, 2)],
    [minor(1, 2, 0, 1), -minor(0, 2, 0, 1), minor(0, 1, 0, 1)],
  ]
  const determinant = a[0] * cofactors[0][0] + a[1] * cofactors[1][0] + a[2] * cofactors[2][0]
  if (!(Math.abs(determinant) > 0)) throw new RangeError('the affine has no inverse')
  const rows = cofactors.flatMap((row) => {
    const [x, y, z] = row.map((value) => value / determinant)
    return [x, y, z, -(x * a[3] + y * a[7] + z * a[11])]
  })
  return [...rows, 0, 0, 0, 1]
}

/**
 * Where an affine takes a point; both of shape [3].
 */
export function moved(a: Affine, [x, y, z]: readonly number[]): [number, number, number] {
  const row = (r: number) => a[r] * x + a[r + 1] * y + a[r + 2] * z + a[r + 3]
  return [row(0), row(4), row(8)]
}

/**
 * How far apart neighbouring voxels are along each index, mm; shape [3].
 */
export function voxelSizes(a: Affine): [number, number, number] {
  const length = (column: number) => Math.hypot(a[column], a[4 + column], a[8 + column])
  return [length(0), length(1), length(2)]
}
