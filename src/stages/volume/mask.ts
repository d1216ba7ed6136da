import * as z from 'zod'
import { fail } from '../../errors.ts'
import { backgroundMask, epiMask } from '../../kernels/brain-mask.ts'
import { voxelSeries } from '../../kernels/voxel-series.ts'
import { defineStage, type Need } from '../../stage.ts'
import { noteHoles } from '../../tables/note-holes.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import { type Table, withMeta } from '../../tables/table.ts'
import { volumeSignals } from '../../tables/volume-signals.ts'
import { gridOf, voxelsOf } from '../../tables/volumes.ts'

const share = z.number().min(0).max(1)
const options = z
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
    find: z.enum(['epi', 'background']).optional().meta({
      description: 'epi: by the gap in sorted means; background: what differs from the border',
    }),
    of: z
      .enum(['firstOfSubject'])
      .default('firstOfSubject')
      .meta({ description: 'which recording gives the mean' }),
    lower: share.default(0.2).meta({
      unit: '1',
      description: 'epi: share of the sorted voxels from which the gap is looked for',
    }),
    upper: share.default(0.85).meta({ unit: '1', description: 'epi: share up to which' }),
    borderVoxels: z.int().min(1).default(2).meta({
      unit: 'voxels',
      description: 'background: thickness of the border',
    }),
    excludeZeros: z.boolean().default(false).meta({
      description: 'epi: whether voxels of 0 are left out of the sorted ones, as after regridding',
    }),
    opening: z
      .int()
      .min(0)
      .optional()
      .meta({
        unit: '1',
        description:
          'turns of erosion before the largest piece is taken; 0: none, and no smoothing; by ' +
          'default 2 for epi, 0 for background',
      }),
    connected: z.boolean().optional().meta({
      description:
        'whether the largest piece alone is kept; by default for epi, not for background',
    }),
  })
  .refine((o) => [o.image, o.meanAbove, o.find].filter((x) => x !== undefined).length === 1, {
    message: 'exactly one of image, meanAbove and find is needed',
  })
type Options = z.output<typeof options>

/**
 * Keeps the voxels of a mask as signals: a row a voxel, named by its indices `x,y,z`, z fastest.
 *
 * The mask is an image (voxels that are neither 0 nor NaN), the voxels whose mean over time
 * exceeds a value, or found as nilearn finds it, the latter two in the subject's first recording,
 * so that all recordings of a subject keep the same voxels. With `firstOfSubject` the stage looks
 * at another recording of the subject, without labels: it is transductive when single recordings
 * are tested. NaN stays, with a note. The grid stays in the metadata, so that maps can be written.
 *
 * @throws {NeurarrowError} `grid-mismatch` for another grid, `stage-options` for an empty mask
 * @see nilearn.maskers.NiftiMasker with `standardize=None`; nilearn.masking.compute_epi_mask,
 *   nilearn.masking.compute_background_mask
 */
export const mask = defineStage({
  use: 'mask',
  title: 'Keep the voxels of a mask as signals',
  reads: ['volumes'],
  writes: 'signals',
  scope: 'recording',
  scanwise: true,
  version: 4,
  options,
  needs: ({ image }): Readonly<Record<string, Need>> =>
    image === undefined
      ? { mean: { table: 'meanOfFirst' } }
      : { mask: { table: 'image', path: image } },
  shape: ({ rateHz }) => ({ kind: 'signals', rateHz }),
  run(input, given, { tables }) {
    const { image, meanAbove } = given
    const volumes = input as Table<'volumes'>
    const from = (image === undefined ? tables.mean : tables.mask) as Table<'volumes'>
    if (!from) fail('internal', { stage: 'mask', missing: 'the table of the mask' })
    if (volumes.rows === 0) return volumeSignals(volumes, [], new Float32Array(0))
    const grid = gridOf(volumes)
    requireSameGrid(grid, gridOf(from), { stage: 'mask', image: image ?? 'of the first recording' })
    const { inside, names } = keptVoxels(from, given)
    if (inside.length === 0) fail('stage-options', { stage: 'mask', image, meanAbove, voxels: 0 })
    const { values, size } = voxelsOf(volumes)
    const signals = volumeSignals(volumes, names, voxelSeries(values, size, inside))
    return noteHoles(withMeta(signals, { grid: JSON.stringify(grid) }), 'mask')
  },
})

interface Kept {
  readonly given: Options
  /** Indices of voxels, z fastest. */
  readonly inside: Int32Array
  readonly names: readonly string[]
}

/** What was kept by a mask: the pieces of a run ask for the same again and again. */
const known = new WeakMap<Table, Kept>()

function keptVoxels(from: Table<'volumes'>, given: Options): Kept {
  const last = known.get(from)
  if (last?.given === given) return last
  const { shape } = gridOf(from)
  const flags = given.image === undefined ? voxelsFound(from, given) : voxelsInside(from)
  const inside = zFastest(flags, shape)
  const kept = { given, inside, names: Array.from(inside, (v) => voxelName(v, shape)) }
  known.set(from, kept)
  return kept
}

type Shape3 = readonly [number, number, number]

function voxelsFound(mean: Table<'volumes'>, given: Options): Uint8Array {
  const means = Float64Array.from(voxelsOf(mean).values)
  const { shape } = gridOf(mean)
  const { find, meanAbove = 0, borderVoxels, opening, connected } = given
  const isEpi = find === 'epi'
  const tidying = { opening: opening ?? (isEpi ? 2 : 0), connected: connected ?? isEpi }
  if (isEpi) return epiMask(means, shape, given, tidying)
  if (find === 'background') return backgroundMask(means, shape, borderVoxels, tidying)
  return Uint8Array.from(means, (mean) => (mean > meanAbove ? 1 : 0))
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
