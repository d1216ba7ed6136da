import * as z from 'zod'
import { fail } from '../../errors.ts'
import { moved } from '../../kernels/affine.ts'
import { defineStage, type Need } from '../../stage.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import type { Table } from '../../tables/table.ts'
import { type Grid, gridOf, voxelsOf, withVoxels } from '../../tables/volumes.ts'

const side = z.int().min(1)

/**
 * Cuts volumes to the box around a mask, or cuts and fills them to a shape about their centre; the
 * voxels stay where they are in space.
 *
 * Of an odd difference the larger half is cut or filled at the low end, as `volumeWindow` does it.
 *
 * @throws {NeurarrowError} `grid-mismatch`, `stage-options` for an empty mask
 * @see nilearn.image.crop_img
 */
export const crop = defineStage({
  use: 'crop',
  title: 'Cut volumes to a box, or fill them up to it',
  reads: ['volumes'],
  writes: 'volumes',
  scope: 'recording',
  scanwise: true,
  version: 1,
  options: z
    .strictObject({
      image: z.string().min(1).optional().meta({ description: 'mask image of the data set' }),
      pad: z.int().min(0).default(1).meta({
        unit: 'voxels',
        description: 'voxels that are kept around the box of the mask, where there are any',
      }),
      shape: z.tuple([side, side, side]).optional().meta({
        unit: 'voxels',
        description: 'x, y, z that volumes are cut or filled up to about their centre',
      }),
      fill: z.number().default(0).meta({
        unit: "the image's",
        description: 'what voxels get that the volume does not reach',
      }),
    })
    .refine((o) => (o.image === undefined) !== (o.shape === undefined), {
      message: 'exactly one of image and shape is needed',
    }),
  needs: ({ image }): Readonly<Record<string, Need>> =>
    image === undefined ? {} : { mask: { table: 'image', path: image } },
  run(input, { image, pad, shape, fill }, { tables }) {
    const volumes = input as Table<'volumes'>
    if (volumes.rows === 0) return volumes
    const grid = gridOf(volumes)
    const box = shape ? centred(grid, shape) : boxOf(tables.mask as Table<'volumes'>, grid, pad)
    if (!box) return fail('stage-options', { stage: 'crop', image, voxels: 0 })
    const { values, size } = voxelsOf(volumes)
    const wide = box.shape[0] * box.shape[1] * box.shape[2]
    const out = new Float32Array(volumes.rows * wide).fill(fill)
    for (let t = 0; t < volumes.rows; t++) {
      const scan = values.subarray(t * size, (t + 1) * size)
      copyBox(scan, grid.shape, box, out.subarray(t * wide, (t + 1) * wide))
    }
    const origin = moved(grid.affine, box.first)
    const affine = grid.affine.map((value, i) =>
      i % 4 === 3 && i < 12 ? origin[(i - 3) / 4] : value,
    )
    return withVoxels(volumes, out, { shape: box.shape, affine })
  },
})

interface Box {
  /** Of the old volume; may lie outside. */
  readonly first: readonly [number, number, number]
  readonly shape: readonly [number, number, number]
}

function centred({ shape }: Grid, to: readonly [number, number, number]): Box {
  const first = (axis: number) => {
    const half = Math.ceil(Math.abs(shape[axis] - to[axis]) / 2)
    return shape[axis] > to[axis] ? half : half === 0 ? 0 : -half
  }
  return { first: [first(0), first(1), first(2)], shape: to }
}

/** The box of the voxels that are neither 0 nor NaN; `undefined` when there are none. */
function boxOf(mask: Table<'volumes'> | undefined, grid: Grid, pad: number): Box | undefined {
  if (!mask) return fail('internal', { stage: 'crop', missing: 'the mask' })
  requireSameGrid(grid, gridOf(mask), { stage: 'crop', of: 'mask' })
  const { values } = voxelsOf(mask)
  const low = [...grid.shape]
  const high = [-1, -1, -1]
  const [nx, ny] = grid.shape
  for (let v = 0; v < values.length; v++) {
    if (values[v] === 0 || Number.isNaN(values[v])) continue
    const place = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], place[axis])
      high[axis] = Math.max(high[axis], place[axis])
    }
  }
  if (high[0] < 0) return undefined
  const first = (axis: number) => Math.max(0, low[axis] - pad)
  const count = (axis: number) => Math.min(grid.shape[axis] - 1, high[axis] + pad) - first(axis) + 1
  return { first: [first(0), first(1), first(2)], shape: [count(0), count(1), count(2)] }
}

function copyBox(
  scan: Float32Array,
  [nx, ny, nz]: Grid['shape'],
  { first, shape }: Box,
  out: Float32Array,
): void {
  let at = 0
  for (let z = first[2]; z < first[2] + shape[2]; z++) {
    for (let y = first[1]; y < first[1] + shape[1]; y++) {
      for (let x = first[0]; x < first[0] + shape[0]; x++, at++) {
        const isInside = x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz
        if (isInside) out[at] = scan[x + nx * (y + ny * z)]
      }
    }
  }
}
