import * as z from 'zod'
import { voxelSizes } from '../../kernels/affine.ts'
import { gaussianSmoothScalar } from '../../kernels/gaussian-smooth.ts'
import { unset32 } from '../../kernels/recycling.ts'
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
    const { values, size } = voxelsOf(volumes)
    const out = unset32(values.length)
    let holes = 0
    for (let from = 0; from < values.length; from += size) {
      const scan = values.subarray(from, from + size)
      const finite = finiteVoxels(scan)
      holes += finite.holes
      out.set(gaussianSmoothScalar(finite.scan, grid.shape, sigmasOf(fwhmMm, grid.affine)), from)
      if (finite.holes > 0) keepHoles(scan, out.subarray(from, from + size))
    }
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

function finiteVoxels(scan: Float32Array): { scan: Float32Array; holes: number } {
  let holes = 0
  for (let v = 0; v < scan.length; v++) if (!Number.isFinite(scan[v])) holes++
  if (holes === 0) return { scan, holes }
  return { scan: scan.map((value) => (Number.isFinite(value) ? value : 0)), holes }
}

function keepHoles(scan: Float32Array, out: Float32Array): void {
  for (let v = 0; v < scan.length; v++) if (!Number.isFinite(scan[v])) out[v] = Number.NaN
}
