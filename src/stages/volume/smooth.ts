import * as z from 'zod'
import { voxelSizes } from '../../kernels/affine.ts'
import { gaussianSmooth } from '../../kernels/gaussian-smooth.ts'
import { defineStage } from '../../stage.ts'
import { withNote } from '../../tables/note.ts'
import type { Table } from '../../tables/table.ts'
import { gridOf, voxelsOf, withVoxels } from '../../tables/volumes.ts'

const width = z.number().min(0)

/**
 * Smooths each volume by a Gaussian, whose width is in mm whatever the voxels measure.
 *
 * Voxels that are not finite count as 0 for the others, with a note, and stay NaN; beyond the edges
 * a volume is mirrored.
 *
 * @see nilearn.image.smooth_img, which gives such voxels a value too
 */
export const smooth = defineStage({
  use: 'smooth',
  title: 'Smooth each volume by a Gaussian',
  reads: ['volumes'],
  writes: 'volumes',
  scope: 'recording',
  scanwise: true,
  version: 1,
  options: z.strictObject({
    fwhmMm: z.union([width, z.tuple([width, width, width])]).meta({
      unit: 'mm',
      description: 'full width at half maximum, one or along x, y, z of the voxel grid; 0: none',
    }),
  }),
  run(input, { fwhmMm }) {
    const volumes = input as Table<'volumes'>
    if (volumes.rows === 0) return volumes
    const grid = gridOf(volumes)
    const { values } = voxelsOf(volumes)
    const sigmas = sigmasOf(fwhmMm, grid.affine)
    const { values: out, holes } = gaussianSmooth(values, grid.shape, sigmas)
    const table = withVoxels(volumes, out)
    if (holes === 0) return table
    const says = 'voxels that are not finite counted as 0'
    return withNote(table, { stage: 'smooth', says, voxels: holes })
  },
})

/** Standard deviations along the axes, voxels. */
function sigmasOf(
  fwhmMm: number | readonly [number, number, number],
  affine: readonly number[],
): [number, number, number] {
  const sizes = voxelSizes(affine)
  const sigma = (axis: number) => {
    const mm = typeof fwhmMm === 'number' ? fwhmMm : fwhmMm[axis]
    return mm / (Math.sqrt(8 * Math.log(2)) * sizes[axis])
  }
  return [sigma(0), sigma(1), sigma(2)]
}
