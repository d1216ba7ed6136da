import * as z from 'zod'
import { fail } from '../../errors.ts'
import { moran as index } from '../../kernels/moran.ts'
import { spheres } from '../../kernels/spheres.ts'
import { defineStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import type { Table } from '../../tables/table.ts'
import { voxelPlaces } from '../../tables/voxel-places.ts'

/**
 * How smooth a map of voxels is: Moran's I of each row over the voxels that a `mask` kept, one
 * feature `moran`. Neighbours are those whose centres lie within a radius in voxels: 1 gives 6 of
 * them, 1.5 gives 18, 1.8 gives 26. A row with NaN, and a map that is constant, has NaN.
 *
 * @throws {NeurarrowError} `stage-options` when features are not voxels of a mask
 * @see Moran (1950), Biometrika 37(1/2):17-23, doi:10.2307/2332142
 */
export const moran = defineStage({
  use: 'moran',
  title: "How smooth a map of voxels is, Moran's I",
  reads: ['features'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.2307/2332142'],
  options: z.strictObject({
    radius: z
      .number()
      .min(1)
      .default(1)
      .meta({ unit: 'voxels', description: 'how far a neighbour lies away at most' }),
  }),
  run(input, { radius }) {
    const table = input as Table<'features'>
    const meta = { names: JSON.stringify(['moran']) }
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    if (!voxelPlaces(table)) {
      fail('stage-options', { stage: 'moran', remedy: 'the stage mask gives voxels' })
    }
    const names = JSON.parse(table.meta.names ?? '[]') as string[]
    const places = Float64Array.from(names.flatMap((name) => name.split(',').map(Number)))
    const around = spheres(places, radius)
    const { values, cols } = matrixOf(table)
    const found = Float32Array.from({ length: table.rows }, (_, r) =>
      index(values.subarray(r * cols, (r + 1) * cols), around),
    )
    return withFeatures(table, found, meta)
  },
})
