import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage, type Need } from '../../stage.ts'
import { withNote } from '../../tables/note.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import { columnsOf, makeTable, type Table } from '../../tables/table.ts'
import { gridOf, voxelsOf, withVoxels } from '../../tables/volumes.ts'

/**
 * Brings the voxels of a run to a common scale: percent of each voxel's mean, each voxel's z-score,
 * or one z-score over all voxels and scans of the mask, as SwiFT prepares its volumes.
 *
 * Outside of the mask (without an image: where a voxel is 0 in all scans) everything becomes 0. A
 * voxel of one value, or for percent of mean 0, becomes zeros too, with a note; NaN in a voxel
 * makes that voxel NaN.
 *
 * @throws {NeurarrowError} `grid-mismatch`, `stage-options` for an empty mask
 * @see nilearn.signal.clean with `standardize='psc'`; Kim et al. (2023), arXiv:2307.05916
 */
export const scaleVolumes = defineStage({
  use: 'scaleVolumes',
  title: 'Bring the voxels of a run to a common scale',
  reads: ['volumes'],
  writes: 'volumes',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    method: z.enum(['percent', 'z', 'zRun']).default('percent').meta({
      description: "percent of a voxel's mean, its z-score (T), or one z-score of the run (N - 1)",
    }),
    image: z.string().min(1).optional().meta({ description: 'mask image of the data set' }),
  }),
  needs: ({ image }): Readonly<Record<string, Need>> =>
    image === undefined ? {} : { mask: { table: 'image', path: image } },
  run(input, { method, image }, { tables }) {
    const volumes = input as Table<'volumes'>
    if (volumes.rows === 0) return volumes
    const { values, size } = voxelsOf(volumes)
    const inside = image === undefined ? filledVoxels(values, size) : maskOf(tables.mask, volumes)
    if (inside.length === 0) fail('stage-options', { stage: 'scaleVolumes', image, voxels: 0 })
    const out = new Float32Array(values.length)
    const flat =
      method === 'zRun'
        ? scaleRun(values, out, inside, size)
        : scaleVoxels(values, out, inside, { size, method })
    const unit = method === 'percent' ? 'percent' : '1'
    const scaled = withVoxels(volumes, out)
    const table = makeTable('volumes', columnsOf(scaled), { ...scaled.meta, unit })
    if (flat === 0) return table
    const says = 'voxels of one value became zeros'
    return withNote(table, { stage: 'scaleVolumes', says, voxels: flat })
  },
})

/** Voxels that are not 0 in all scans. */
function filledVoxels(values: Float32Array, size: number): Int32Array {
  const isFilled = new Uint8Array(size)
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) isFilled[i % size] = 1
  return indicesOf(isFilled)
}

function maskOf(table: Table | undefined, volumes: Table<'volumes'>): Int32Array {
  const mask = (table ??
    fail('internal', { stage: 'scaleVolumes', missing: 'mask' })) as Table<'volumes'>
  requireSameGrid(gridOf(volumes), gridOf(mask), { stage: 'scaleVolumes', of: 'mask' })
  const { values, size } = voxelsOf(mask)
  const first = values.subarray(0, size)
  return indicesOf(Uint8Array.from(first, (v) => (v !== 0 && !Number.isNaN(v) ? 1 : 0)))
}

function indicesOf(flags: Uint8Array): Int32Array {
  const out: number[] = []
  for (let v = 0; v < flags.length; v++) if (flags[v]) out.push(v)
  return Int32Array.from(out)
}

/** Scales each voxel by itself; says how many have one value. */
function scaleVoxels(
  values: Float32Array,
  out: Float32Array,
  inside: Int32Array,
  { size, method }: { size: number; method: 'percent' | 'z' },
): number {
  const scans = values.length / size
  let flat = 0
  for (const v of inside) {
    let sum = 0
    for (let i = v; i < values.length; i += size) sum += values[i]
    const mean = sum / scans
    let squares = 0
    for (let i = v; i < values.length; i += size) squares += (values[i] - mean) ** 2
    const deviation = Math.sqrt(squares / scans)
    const unit = method === 'percent' ? Math.abs(mean) / 100 : deviation
    if (unit <= 1e-7 * Math.abs(mean)) {
      flat++
      continue
    }
    for (let i = v; i < values.length; i += size) out[i] = (values[i] - mean) / unit
  }
  return flat
}

/** One z-score over all voxels and scans; says how many voxels have no scale. */
function scaleRun(
  values: Float32Array,
  out: Float32Array,
  inside: Int32Array,
  size: number,
): number {
  const count = inside.length * (values.length / size)
  let sum = 0
  for (let t = 0; t < values.length; t += size) for (const v of inside) sum += values[t + v]
  const mean = sum / count
  let squares = 0
  for (let t = 0; t < values.length; t += size) {
    for (const v of inside) squares += (values[t + v] - mean) ** 2
  }
  const deviation = Math.sqrt(squares / (count - 1))
  if (!(deviation > 0) && !Number.isNaN(deviation)) return inside.length
  for (let t = 0; t < values.length; t += size) {
    for (const v of inside) out[t + v] = (values[t + v] - mean) / deviation
  }
  return 0
}
