import * as z from 'zod'
import { fail } from '../../errors.ts'
import { sphereVoxels } from '../../kernels/sphere-voxels.ts'
import { defineStage, type Need } from '../../stage.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import type { Table } from '../../tables/table.ts'
import { volumeSignals } from '../../tables/volume-signals.ts'
import { gridOf, voxelsOf } from '../../tables/volumes.ts'
import { chosenRegions, type RegionChoice, regionOptions, regionsPath } from './region-choice.ts'

const millimetres = z.number().meta({ unit: 'mm', description: 'a coordinate' })

/**
 * Averages the voxels around given points: a row a point, in the order of the option.
 *
 * A voxel belongs to a sphere when its centre lies within the radius, as does the voxel that the
 * point lies in. NaN in one voxel makes its sphere NaN in that scan.
 *
 * @throws {NeurarrowError} `stage-options` for a sphere without voxels or spheres that overlap,
 *   `grid-mismatch`
 * @see nilearn.maskers.NiftiSpheresMasker with `standardize=None`
 */
export const spheres = defineStage({
  use: 'spheres',
  title: 'Average the voxels around given points',
  reads: ['volumes'],
  writes: 'signals',
  scope: 'recording',
  scanwise: true,
  version: 1,
  options: z
    .strictObject({
      seeds: z
        .record(z.string().min(1), z.tuple([millimetres, millimetres, millimetres]))
        .refine((seeds) => Object.keys(seeds).length > 0, { message: 'seeds need one point' })
        .optional()
        .meta({ description: 'x, y, z of each point in the space of the image, by name' }),
      regions: z
        .string()
        .min(1)
        .optional()
        .meta({
          description:
            'table of the points of the data set (name, x, y, z, network), in place of seeds; or ' +
            'atlas:NAME, an atlas with a card',
        }),
      ...regionOptions,
      radiusMm: z.number().min(0).default(0).meta({
        unit: 'mm',
        description: 'of the spheres; 0 takes the voxel of the point alone',
      }),
      mask: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'mask image: other voxels are left out' }),
      overlap: z.boolean().default(false).meta({ description: 'whether spheres may share voxels' }),
    })
    .refine((o) => (o.seeds === undefined) !== (o.regions === undefined), {
      message: 'exactly one of seeds and regions is needed',
    }),
  needs({ mask, regions }): Readonly<Record<string, Need>> {
    const path = regionsPath(regions)
    return {
      ...(mask === undefined ? {} : { mask: { table: 'image', path: mask } }),
      ...(path === undefined ? {} : { regions: { table: 'regions', path } }),
    }
  },
  shape: ({ rateHz }, { seeds }) => ({
    kind: 'signals',
    rateHz,
    channels: seeds && Object.keys(seeds),
  }),
  run(input, options, { tables }) {
    const { seeds: given, radiusMm, mask, overlap } = options
    const volumes = input as Table<'volumes'>
    if (volumes.rows === 0) return volumeSignals(volumes, [], new Float32Array(0))
    const grid = gridOf(volumes)
    const seeds = given ?? pointsOf(tables.regions, options)
    const names = Object.keys(seeds)
    const allowed = mask === undefined ? undefined : maskOf(tables.mask, volumes)
    const found = sphereVoxels(Object.values(seeds), radiusMm, grid, allowed)
    const empty = names.filter((_, k) => found[k].length === 0)
    if (empty.length > 0) fail('stage-options', { stage: 'spheres', withoutVoxels: empty })
    if (!overlap) requireApart(found, names)
    return volumeSignals(volumes, names, averages(volumes, found))
  },
})

/** The points of a table by name. */
function pointsOf(table: Table | undefined, choice: RegionChoice) {
  const known = table ?? fail('internal', { missing: 'regions' })
  const regions = chosenRegions('spheres', known, choice)
  const nowhere = regions.filter(({ place }) => !place.every(Number.isFinite))
  if (nowhere.length > 0) {
    fail('stage-options', { stage: 'spheres', withoutPlace: nowhere.map(({ name }) => name) })
  }
  return Object.fromEntries(regions.map(({ name, place }) => [name, place]))
}

function maskOf(table: Table | undefined, volumes: Table<'volumes'>): Uint8Array {
  const mask = (table ??
    fail('internal', { stage: 'spheres', missing: 'mask' })) as Table<'volumes'>
  requireSameGrid(gridOf(volumes), gridOf(mask), { stage: 'spheres', of: 'mask' })
  const { values, size } = voxelsOf(mask)
  return Uint8Array.from(values.subarray(0, size), (v) => (v !== 0 && !Number.isNaN(v) ? 1 : 0))
}

function requireApart(found: readonly Int32Array[], names: readonly string[]): void {
  const owner = new Map<number, number>()
  for (const [k, voxels] of found.entries()) {
    for (const v of voxels) {
      const other = owner.get(v)
      if (other !== undefined) {
        fail('stage-options', { stage: 'spheres', overlap: [names[other], names[k]] })
      }
      owner.set(v, k)
    }
  }
}

/** Shape [K, T]. */
function averages(volumes: Table<'volumes'>, found: readonly Int32Array[]): Float32Array {
  const { values, size } = voxelsOf(volumes)
  const out = new Float32Array(found.length * volumes.rows)
  for (const [k, voxels] of found.entries()) {
    for (let t = 0; t < volumes.rows; t++) {
      let sum = 0
      for (const v of voxels) sum += values[t * size + v]
      out[k * volumes.rows + t] = sum / voxels.length
    }
  }
  return out
}
