/** What a NIfTI header says of where its voxels lie. */
export interface NiftiPlacement {
  readonly shape: readonly [number, number, number]
  /** pixdim 1 to 3. */
  readonly voxel: readonly [number, number, number]
  readonly sformCode: number
  /** The three rows of the sform, 12 numbers. */
  readonly srow: readonly number[]
  readonly qformCode: number
  /** quatern_b, c, d and qoffset x, y, z. */
  readonly quatern: readonly number[]
  /** pixdim 0: below 0 turns the third axis. */
  readonly qfac: number
  /** How far b² + c² + d² may exceed 1 by rounding. */
  readonly tolerance: number
}

/**
 * The affine by nibabel's rules: sform when its code is above 0, else qform when its code is, else
 * voxel sizes around the centre of the image with x turned.
 *
 * @returns 4 x 4, row after row; `undefined` when a qform is used whose quaternion has a length
 *   above 1
 * @see nifti1.h, "3D image (volume) orientation and location in space", methods 1 to 3
 */
export function niftiAffine(placement: NiftiPlacement): number[] | undefined {
  const { shape, voxel, sformCode, srow, qformCode } = placement
  if (sformCode > 0) return [...srow, 0, 0, 0, 1]
  if (qformCode > 0) return qformAffine(placement)
  const [x, y, z] = [-voxel[0], voxel[1], voxel[2]]
  const origin = [x, y, z].map((size, axis) => (-size * (shape[axis] - 1)) / 2)
  return [x, 0, 0, origin[0], 0, y, 0, origin[1], 0, 0, z, origin[2], 0, 0, 0, 1]
}

function qformAffine(placement: NiftiPlacement): number[] | undefined {
  const { voxel, quatern, qfac, tolerance } = placement
  const [b, c, d, x, y, z] = quatern
  const rest = 1 - (b * b + c * c + d * d)
  if (!(rest >= -tolerance)) return undefined
  const a = Math.sqrt(Math.max(rest, 0))
  const norm = a * a + b * b + c * c + d * d
  const s = 2 / norm
  const sizes = [voxel[0], voxel[1], qfac < 0 ? -voxel[2] : voxel[2]]
  const rotation = [
    [1 - s * (c * c + d * d), s * (b * c - a * d), s * (b * d + a * c)],
    [s * (b * c + a * d), 1 - s * (b * b + d * d), s * (c * d - a * b)],
    [s * (b * d - a * c), s * (c * d + a * b), 1 - s * (b * b + c * c)],
  ]
  const offset = [x, y, z]
  const rows = rotation.flatMap((row, i) => [...row.map((r, axis) => r * sizes[axis]), offset[i]])
  return [...rows, 0, 0, 0, 1]
}
