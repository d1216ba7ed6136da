import * as z from 'zod'
import { fail } from '../../errors.ts'
import { mapSeries } from '../../kernels/map-series.ts'
import { defineStage, type Need } from '../../stage.ts'
import { regionsOf } from '../../tables/regions.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import type { Table } from '../../tables/table.ts'
import { volumeSignals } from '../../tables/volume-signals.ts'
import { gridOf, voxelsOf } from '../../tables/volumes.ts'
import { regionsPath } from './region-choice.ts'

/**
 * Finds the time courses of overlapping maps (a probabilistic atlas), by least squares in each
 * scan: a row a map, in the order of the atlas.
 *
 * A voxel of a map that is not finite makes its scan NaN.
 *
 * @throws {NeurarrowError} `grid-mismatch`; `stage-options` when there are other maps than names
 * @see nilearn.maskers.NiftiMapsMasker with `standardize=None`
 */
export const maps = defineStage({
  use: 'maps',
  title: 'Find the time courses of overlapping maps',
  reads: ['volumes'],
  writes: 'signals',
  scope: 'recording',
  scanwise: true,
  version: 1,
  options: z.strictObject({
    atlas: z
      .string()
      .min(1)
      .meta({
        description:
          'image of the data set, a volume a map; or atlas:NAME, an atlas with a card, whose ' +
          'names the maps then have',
      }),
    mask: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'mask image: other voxels are left out' }),
    names: z.array(z.string().min(1)).min(1).optional().meta({
      description: 'names of the maps; map1, map2 ... by default',
    }),
  }),
  needs({ atlas, mask, names }): Readonly<Record<string, Need>> {
    const regions = names === undefined ? regionsPath(undefined, atlas) : undefined
    return {
      atlas: { table: 'image', path: atlas },
      ...(regions === undefined ? {} : { regions: { table: 'regions', path: regions } }),
      ...(mask === undefined ? {} : { mask: { table: 'image', path: mask } }),
    }
  },
  shape: ({ rateHz }, { names }) => ({ kind: 'signals', rateHz, channels: names }),
  run(input, { atlas: image, mask, names: given }, { tables }) {
    const volumes = input as Table<'volumes'>
    if (volumes.rows === 0) return volumeSignals(volumes, [], new Float32Array(0))
    const atlas = (tables.atlas ??
      fail('internal', { stage: 'maps', missing: image })) as Table<'volumes'>
    requireSameGrid(gridOf(volumes), gridOf(atlas), { stage: 'maps', image })
    const names = given ?? (tables.regions && regionsOf(tables.regions).map(({ name }) => name))
    if (names && names.length !== atlas.rows) {
      fail('stage-options', { stage: 'maps', image, maps: atlas.rows, names: names.length })
    }
    const { values, size } = voxelsOf(atlas)
    const inMask = mask === undefined ? values : masked(values, tables.mask, volumes)
    const called = names ?? Array.from({ length: atlas.rows }, (_, k) => `map${k + 1}`)
    return volumeSignals(volumes, called, mapSeries(voxelsOf(volumes).values, inMask, size))
  },
})

function masked(maps: Float32Array, table: Table | undefined, volumes: Table<'volumes'>) {
  const mask = (table ?? fail('internal', { stage: 'maps', missing: 'mask' })) as Table<'volumes'>
  requireSameGrid(gridOf(volumes), gridOf(mask), { stage: 'maps', of: 'mask' })
  const { values, size } = voxelsOf(mask)
  return maps.map((value, i) => (values[i % size] !== 0 ? value : 0))
}
