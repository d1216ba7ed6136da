import * as z from 'zod'
import { fail } from '../../errors.ts'
import { voxelMeans, voxelSeries } from '../../kernels/voxel-series.ts'
import { defineStage, type Need } from '../../stage.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import { type Table, withMeta } from '../../tables/table.ts'
import { volumeSignals } from '../../tables/volume-signals.ts'
import { gridOf, voxelsOf } from '../../tables/volumes.ts'

/**
 * Keeps the voxels of a mask as signals: a row a voxel, named by its indices `x,y,z`, z fastest.
 *
 * The mask is an image (voxels that are neither 0 nor NaN), or the voxels whose mean over time
 * exceeds a value in the subject's first recording, so that all recordings of a subject keep the
 * same voxels. The grid stays in the metadata, so that maps can be drawn. With `firstOfSubject`
 * the stage looks at another recording of the subject, without labels: it is transductive when
 * single recordings are tested.
 *
 * @throws {NeurarrowError} `grid-mismatch` for another grid, `stage-options` for an empty mask
 * @see nilearn.maskers.NiftiMasker with `standardize=None`
 */
export const mask = defineStage({
  use: 'mask',
  title: 'Keep the voxels of a mask as signals',
  reads: ['volumes'],
  writes: 'signals',
  scope: 'recording',
  version: 2,
  options: z
    .strictObject({
      image: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'mask image of the data set; may hold {subject}, {session}, {run}' }),
      meanAbove: z.number().optional().meta({
        unit: "the image's",
        description: 'keep voxels whose mean over time exceeds this',
      }),
      of: z
        .enum(['firstOfSubject'])
        .default('firstOfSubject')
        .meta({ description: 'which recording gives the mean' }),
    })
    .refine((o) => (o.image === undefined) !== (o.meanAbove === undefined), {
      message: 'exactly one of image and meanAbove is needed',
    }),
  needs: ({ image }): Readonly<Record<string, Need>> =>
    image === undefined
      ? { first: { table: 'firstOfSubject' } }
      : { mask: { table: 'image', path: image } },
  shape: ({ rateHz }) => ({ kind: 'signals', rateHz }),
  run(input, { image, meanAbove = 0 }, { tables }) {
    const volumes = input as Table<'volumes'>
    const from = (image === undefined ? tables.first : tables.mask) as Table<'volumes'>
    if (!from) fail('internal', { stage: 'mask', missing: 'the table of the mask' })
    if (volumes.rows === 0) return volumeSignals(volumes, [], new Float32Array(0))
    const grid = gridOf(volumes)
    requireSameGrid(grid, gridOf(from), { stage: 'mask', image })
    const kept = image === undefined ? voxelsAbove(from, meanAbove) : voxelsInside(from)
    const inside = zFastest(kept, grid.shape)
    if (inside.length === 0) fail('stage-options', { stage: 'mask', image, meanAbove, voxels: 0 })
    const { values, size } = voxelsOf(volumes)
    const names = Array.from(inside, (v) => voxelName(v, grid.shape))
    const signals = volumeSignals(volumes, names, voxelSeries(values, size, inside))
    return withMeta(signals, { grid: JSON.stringify(grid) })
  },
})

type Shape3 = readonly [number, number, number]

function voxelsAbove(first: Table<'volumes'>, limit: number): Uint8Array {
  const { values, size } = voxelsOf(first)
  return Uint8Array.from(voxelMeans(values, size), (mean) => (mean > limit ? 1 : 0))
}

function voxelsInside(image: Table<'volumes'>): Uint8Array {
  if (image.rows !== 1) fail('stage-options', { stage: 'mask', scans: image.rows, expected: 1 })
  const { values } = voxelsOf(image)
  return Uint8Array.from(values, (v) => (v !== 0 && !Number.isNaN(v) ? 1 : 0))
}

/** Indices of the kept voxels, ordered by x, then y, then z. */
function zFastest(kept: Uint8Array, [nx, ny, nz]: Shape3): Int32Array {
  const out: number[] = []
  for (let x = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      for (let z = 0; z < nz; z++) {
        const v = x + nx * (y + ny * z)
        if (kept[v]) out.push(v)
      }
    }
  }
  return Int32Array.from(out)
}

function voxelName(v: number, [nx, ny]: Shape3): string {
  return `${v % nx},${Math.floor(v / nx) % ny},${Math.floor(v / (nx * ny))}`
}
