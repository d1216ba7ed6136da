import * as z from 'zod'
import { fail } from '../../errors.ts'
import { mapSeries } from '../../kernels/map-series.ts'
import { weightedMeans } from '../../kernels/weighted-means.ts'
import { defineStage, type Need } from '../../stage.ts'
import { regionsOf } from '../../tables/regions.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import type { Table } from '../../tables/table.ts'
import { volumeSignals } from '../../tables/volume-signals.ts'
import { gridOf, voxelsOf } from '../../tables/volumes.ts'
import { regionsPath } from './region-choice.ts'

/**
 * Finds the time courses of overlapping maps (a probabilistic atlas): a row a map, in the order of
 * the atlas, by least squares in each scan or as means weighted by each map.
 *
 * A voxel that is not finite makes its scan NaN, of means in the maps that it belongs to.
 *
 * @throws {NeurarrowError} `grid-mismatch`; `stage-options` when there are other maps than names,
 *   for a map without weights (in the mask), and for an image of labels
 * @see nilearn.maskers.NiftiMapsMasker with `standardize=None`; numpy.average
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
    method: z
      .enum(['leastSquares', 'weightedMean'])
      .default('leastSquares')
      .meta({
        description:
          'leastSquares: courses of all maps that explain a scan best; weightedMean: the ' +
          'mean of the voxels of each map, its values being the weights',
      }),
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
  run(input, { atlas: image, mask, method, names: given }, { tables }) {
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
    if (atlas.rows === 1) requireNoLabels(values, image)
    const inMask = mask === undefined ? values : masked(values, tables.mask, volumes)
    const called = names ?? Array.from({ length: atlas.rows }, (_, k) => `map${k + 1}`)
    const scans = voxelsOf(volumes).values
    requireWeights(inMask, called, { image, method })
    if (method === 'leastSquares') {
      return volumeSignals(volumes, called, mapSeries(scans, inMask, size))
    }
    return volumeSignals(volumes, called, weightedMeans(scans, inMask, size))
  },
})

/** One volume of several whole numbers is an image of labels, whose sizes are no weights. */
function requireNoLabels(values: Float32Array, image: string): void {
  const found = new Set(values.filter((value) => value !== 0))
  if (found.size < 2 || !values.every(Number.isInteger)) return
  const expected = 'a volume a map, with weights'
  fail('stage-options', {
    stage: 'maps',
    image,
    labels: found.size,
    expected,
    remedy: 'parcellate',
  })
}

/** Of a mean, weights sum to more than 0; of least squares, one differs from 0. */
function requireWeights(
  maps: Float32Array,
  names: readonly string[],
  { image, method }: { image: string; method: 'leastSquares' | 'weightedMean' },
): void {
  const size = maps.length / names.length
  const without = names.filter((_, k) => {
    const weights = maps.subarray(k * size, (k + 1) * size)
    if (method === 'leastSquares') return weights.every((weight) => weight === 0)
    return !(weights.reduce((sum, weight) => sum + (Number.isNaN(weight) ? 0 : weight), 0) > 0)
  })
  if (without.length > 0) fail('stage-options', { stage: 'maps', image, withoutWeight: without })
}

function masked(maps: Float32Array, table: Table | undefined, volumes: Table<'volumes'>) {
  const mask = (table ?? fail('internal', { stage: 'maps', missing: 'mask' })) as Table<'volumes'>
  requireSameGrid(gridOf(volumes), gridOf(mask), { stage: 'maps', of: 'mask' })
  const { values, size } = voxelsOf(mask)
  const isInside = Uint8Array.from(values, (value) => (value !== 0 && !Number.isNaN(value) ? 1 : 0))
  return maps.map((value, i) => (isInside[i % size] === 1 ? value : 0))
}
