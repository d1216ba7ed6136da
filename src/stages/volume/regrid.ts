import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type Affine, inverseAffine, moved, timesAffine } from '../../kernels/affine.ts'
import { regrid as ontoGrid } from '../../kernels/regrid.ts'
import { defineStage, type Need } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { type Grid, gridOf, voxelsOf, withVoxels } from '../../tables/volumes.ts'

const size = z.number().positive()

/**
 * Brings volumes to another grid: that of an image, or one of another voxel size along the axes of
 * space (x to the right, y to the front, z up) that holds the whole old volume.
 *
 * What the old volume does not reach becomes 0. `continuous` is kept within the range of each scan
 * and 0.
 *
 * @throws {NeurarrowError} `grid-mismatch` when the new grid holds nothing of the old one
 * @see nilearn.image.resample_img, nilearn.image.resample_to_img
 */
export const regrid = defineStage({
  use: 'regrid',
  title: 'Bring volumes to another grid',
  reads: ['volumes'],
  writes: 'volumes',
  scope: 'recording',
  scanwise: true,
  version: 1,
  options: z
    .strictObject({
      like: z.string().min(1).optional().meta({
        description: 'image of the data set whose grid it is',
      }),
      voxelMm: z
        .union([size, z.tuple([size, size, size])])
        .optional()
        .meta({ unit: 'mm', description: 'size of the new voxels, one or along x, y, z' }),
      interpolation: z.enum(['continuous', 'linear', 'nearest']).default('continuous').meta({
        description: 'a cubic spline, straight lines, or the nearest voxel (for labels)',
      }),
    })
    .refine((o) => (o.like === undefined) !== (o.voxelMm === undefined), {
      message: 'exactly one of like and voxelMm is needed',
    }),
  needs: ({ like }): Readonly<Record<string, Need>> =>
    like === undefined ? {} : { like: { table: 'image', path: like } },
  run(input, { like, voxelMm, interpolation }, { tables }) {
    const volumes = input as Table<'volumes'>
    if (volumes.rows === 0) return volumes
    const old = gridOf(volumes)
    const target =
      like === undefined
        ? gridOfSize(old, voxelMm ?? 1)
        : gridOf((tables.like ?? fail('internal', { missing: like })) as Table<'volumes'>)
    const matrix = timesAffine(inverseAffine(old.affine), target.affine)
    requireOverlap(old, target)
    const { values, size: voxels } = voxelsOf(volumes)
    const wide = target.shape[0] * target.shape[1] * target.shape[2]
    const out = new Float32Array(volumes.rows * wide)
    for (let t = 0; t < volumes.rows; t++) {
      const scan = values.subarray(t * voxels, (t + 1) * voxels)
      const regridding = { from: old.shape, to: target.shape, matrix, interpolation }
      out.set(ontoGrid(scan, regridding), t * wide)
    }
    return withVoxels(volumes, out, target)
  },
})

/** The smallest grid of voxels along the axes of space that holds the centres of all old voxels. */
function gridOfSize(old: Grid, voxelMm: number | readonly [number, number, number]): Grid {
  const sizes = typeof voxelMm === 'number' ? [voxelMm, voxelMm, voxelMm] : voxelMm
  const axes: Affine = [sizes[0], 0, 0, 0, 0, sizes[1], 0, 0, 0, 0, sizes[2], 0, 0, 0, 0, 1]
  const { low, high } = boundsIn(axes, old)
  const origin = moved(axes, low)
  const affine = axes.map((value, i) => (i % 4 === 3 && i < 12 ? origin[(i - 3) / 4] : value))
  // What rounding adds is no reason for another plane of voxels.
  const count = (axis: number) => Math.ceil(high[axis] - low[axis] - 1e-6) + 1
  return { shape: [count(0), count(1), count(2)], affine }
}

/** The range of indices that the old voxels take in a grid of this affine. */
function boundsIn(affine: Affine, { shape, affine: own }: Grid) {
  const across = timesAffine(inverseAffine(affine), own)
  const corners = Array.from({ length: 8 }, (_, i) =>
    moved(across, [i & 1 ? shape[0] - 1 : 0, i & 2 ? shape[1] - 1 : 0, i & 4 ? shape[2] - 1 : 0]),
  )
  const each = (of: (...values: number[]) => number) =>
    [0, 1, 2].map((axis) => of(...corners.map((corner) => corner[axis])))
  return { low: each(Math.min), high: each(Math.max) }
}

function requireOverlap(old: Grid, target: Grid): void {
  const { low, high } = boundsIn(target.affine, old)
  const isApart = [0, 1, 2].some((axis) => high[axis] < 0 || low[axis] > target.shape[axis] - 1)
  if (isApart) fail('grid-mismatch', { stage: 'regrid', expected: target, found: old })
}
