import * as z from 'zod'
import { fail } from '../../errors.ts'
import { parcelMeans, parcelMedians, parcelRuns } from '../../kernels/parcel-series.ts'
import { type ParcelStatistic, parcelStatistic } from '../../kernels/parcel-statistic.ts'
import { defineStage, type Need } from '../../stage.ts'
import { withNote } from '../../tables/note.ts'
import { noteHoles } from '../../tables/note-holes.ts'
import { parcelPlaces } from '../../tables/parcel-places.ts'
import { requireSameGrid } from '../../tables/same-grid.ts'
import { type Table, withMeta } from '../../tables/table.ts'
import { volumeSignals } from '../../tables/volume-signals.ts'
import { gridOf, voxelsOf } from '../../tables/volumes.ts'
import { chosenRegions, type RegionChoice, regionOptions, regionsPath } from './region-choice.ts'

const labelsOption = z.union([
  z.array(z.string().min(1)).min(1),
  z.record(z.string().min(1), z.int().meta({ unit: '1', description: 'label in the atlas' })),
])

/**
 * Averages the voxels of each region of an atlas: a row a label, in ascending order of labels.
 *
 * The atlas is an image of whole numbers on the grid of the recording; 0 is background. Rows are
 * named by `labels` or the table `regions`, whose order they then have, else by their number; then
 * labels without voxels in the mask are left out, with a note. NaN in one voxel makes its parcel
 * NaN in that scan, with a note. The metadata keep a coarse atlas for pictures.
 *
 * @throws {NeurarrowError} `grid-mismatch` with both grids; `stage-options` for an atlas that is
 *   not of whole numbers, and for labels without voxels or without a name
 * @see nilearn.maskers.NiftiLabelsMasker with `standardize=None`
 */
export const parcellate = defineStage({
  use: 'parcellate',
  title: 'Average the voxels of each region of an atlas',
  reads: ['volumes'],
  writes: 'signals',
  scope: 'recording',
  scanwise: true,
  version: 2,
  options: z
    .strictObject({
      atlas: z
        .string()
        .min(1)
        .meta({
          description:
            'label image of the data set, which may hold {subject}, {session}, {run}; or ' +
            'atlas:NAME, an atlas with a card, whose regions it then has',
        }),
      statistic: z
        .enum(['mean', 'median', 'sum', 'deviation', 'variance', 'minimum', 'maximum'])
        .default('mean')
        .meta({ description: 'what a region is reduced to' }),
      mask: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'mask image: voxels outside of it belong to no region' }),
      labels: labelsOption.optional().meta({
        description: 'names of labels 1, 2, 3 ..., or a map from name to label that also selects',
      }),
      regions: z.string().min(1).optional().meta({
        description: 'table of the regions of the data set (`_dseg.tsv`: index, name, network)',
      }),
      ...regionOptions,
    })
    .refine((o) => o.regions === undefined || o.labels === undefined, {
      message: 'either labels or regions, not both',
    })
    .refine((o) => (o.networks ?? o.only) === undefined || tableOf(o) !== undefined, {
      message: 'networks and only need regions',
    }),
  needs(options): Readonly<Record<string, Need>> {
    const { atlas, mask } = options
    const regions = tableOf(options)
    return {
      atlas: { table: 'image', path: atlas },
      ...(regions === undefined ? {} : { regions: { table: 'regions', path: regions } }),
      ...(mask === undefined ? {} : { mask: { table: 'image', path: mask } }),
    }
  },
  shape: ({ rateHz }, { labels }) => ({
    kind: 'signals',
    rateHz,
    channels: labels === undefined ? undefined : namedLabels(labels).map(([name]) => name),
  }),
  run(input, options, { tables }) {
    const volumes = input as Table<'volumes'>
    const atlas = tables.atlas as Table<'volumes'>
    if (!atlas) fail('internal', { stage: 'parcellate', missing: options.atlas })
    if (volumes.rows === 0) return volumeSignals(volumes, [], new Float32Array(0))
    const { atlas: image, statistic } = options
    requireSameGrid(gridOf(volumes), gridOf(atlas), { stage: 'parcellate', image })
    const layout = layoutOf(atlas, { ...tables, options })
    const { values } = voxelsOf(volumes)
    const signals = volumeSignals(volumes, layout.names, reduced(values, layout, statistic))
    const whole = noteHoles(withMeta(signals, { parcels: layout.parcels }), 'parcellate')
    if (layout.lost.length === 0) return whole
    const says = 'labels without voxels in the mask were left out'
    return withNote(whole, { stage: 'parcellate', says, labels: layout.lost })
  },
})

/** Where the table of regions is, unless labels say what there is. */
function tableOf(options: { atlas: string; regions?: string; labels?: unknown }) {
  const { atlas, regions, labels } = options
  return labels === undefined ? regionsPath(regions, atlas) : undefined
}

/** Which parcel each voxel belongs to, and which voxels follow each other in one. */
interface Layout {
  readonly mask: Table | undefined
  readonly options: unknown
  readonly names: readonly string[]
  readonly parcelOf: Int32Array
  readonly runs: Int32Array
  /** Labels that the atlas has, but not within the mask. */
  readonly lost: readonly string[]
  /** Where they lie, for pictures. */
  readonly parcels: string
}

/** The last layout of an atlas: the pieces of a run ask for the same one again and again. */
const layouts = new WeakMap<Table, Layout>()

interface Asked {
  readonly mask?: Table
  readonly regions?: Table
  readonly options: RegionChoice & {
    readonly atlas: string
    readonly mask?: string
    readonly labels?: z.output<typeof labelsOption>
  }
}

function layoutOf(atlas: Table<'volumes'>, { mask, regions, options }: Asked): Layout {
  const last = layouts.get(atlas)
  if (last && last.mask === mask && last.options === options) return last
  const { atlas: image, labels, networks, only } = options
  const whole = atlasValues(atlas, image)
  const values =
    mask === undefined ? whole : masked(whole, mask as Table<'volumes'>, { atlas, options })
  const parcels = regions
    ? chosenRegions('parcellate', regions, options).map((one): Parcel => [one.name, one.label])
    : labels === undefined
      ? foundLabels(values, image)
      : namedLabels(labels)
  if (regions || labels !== undefined) requireVoxels(parcels, values, image)
  if (Array.isArray(labels) || (regions && !networks && !only)) requireNames(parcels, values, image)
  const index = new Map(parcels.map(([, value], k) => [value, k]))
  const names = parcels.map(([name]) => name)
  const parcelOf = parcelOfEach(values, index)
  const places = parcelPlaces(parcelOf, gridOf(atlas), names)
  const runs = parcelRuns(parcelOf)
  const lost = regions || labels !== undefined ? [] : lostLabels(whole, values)
  const layout = { mask, options, names, parcelOf, runs, lost, parcels: places }
  layouts.set(atlas, layout)
  return layout
}

function reduced(
  voxels: Float32Array,
  { names, parcelOf, runs }: Layout,
  statistic: ParcelStatistic | 'mean' | 'median',
): Float32Array {
  const parcels = names.length
  if (statistic === 'mean') return parcelMeans(voxels, parcelOf, parcels, runs)
  if (statistic === 'median') return parcelMedians(voxels, parcelOf, parcels)
  return parcelStatistic(voxels, parcelOf, parcels, statistic)
}

/** The parcel of each voxel; neighbours mostly share it, so a look at the last one saves time. */
function parcelOfEach(values: Float32Array, index: ReadonlyMap<number, number>): Int32Array {
  const out = new Int32Array(values.length)
  let last = Number.NaN
  let parcel = -1
  for (let v = 0; v < values.length; v++) {
    if (values[v] !== last) {
      last = values[v]
      parcel = index.get(last) ?? -1
    }
    out[v] = parcel
  }
  return out
}

/** The distinct values of an atlas. */
function distinct(values: Float32Array): Set<number> {
  const found = new Set<number>()
  for (let v = 0; v < values.length; v++) {
    if (v === 0 || values[v] !== values[v - 1]) found.add(values[v])
  }
  return found
}

function lostLabels(whole: Float32Array, inMask: Float32Array): string[] {
  if (whole === inMask) return []
  const left = distinct(inMask)
  const lost = [...distinct(whole)].filter((label) => label !== 0 && !left.has(label))
  return lost.sort((a, b) => a - b).map(String)
}

/** The atlas with 0 outside of the mask. */
function masked(
  labels: Float32Array,
  mask: Table<'volumes'>,
  { atlas, options }: { atlas: Table<'volumes'>; options: { mask?: string } },
) {
  const facts = { stage: 'parcellate', image: options.mask }
  requireSameGrid(gridOf(atlas), gridOf(mask), facts)
  const { values } = voxelsOf(mask)
  const inside = labels.map((label, v) => (values[v] !== 0 && !Number.isNaN(values[v]) ? label : 0))
  if (inside.every((label) => label === 0)) {
    fail('stage-options', {
      ...facts,
      voxels: 0,
      expected: 'a mask that holds voxels of the atlas',
    })
  }
  return inside
}

type Parcel = readonly [name: string, label: number]

function atlasValues(atlas: Table<'volumes'>, image: string): Float32Array {
  const facts = { stage: 'parcellate', image }
  if (atlas.rows !== 1) fail('stage-options', { ...facts, scans: atlas.rows, expected: 1 })
  const { values } = voxelsOf(atlas)
  const wrong = values.find((value) => !Number.isInteger(value))
  if (wrong !== undefined) {
    fail('stage-options', { ...facts, value: String(wrong), expected: 'whole numbers' })
  }
  return values
}

/** Names and labels as the option gives them, in ascending order of labels. */
function namedLabels(labels: z.output<typeof labelsOption>): Parcel[] {
  if (Array.isArray(labels)) return labels.map((name, i) => [name, i + 1])
  return Object.entries(labels).sort(([, a], [, b]) => a - b)
}

/** The labels that an atlas has, in ascending order, named by their numbers. */
function foundLabels(values: Float32Array, image: string): Parcel[] {
  const found = [...distinct(values)].filter((value) => value !== 0).sort((a, b) => a - b)
  if (found.length === 0)
    fail('stage-options', { stage: 'parcellate', image, labels: 0, expected: 'labels above 0' })
  return found.map((value) => [String(value), value])
}

function requireVoxels(parcels: readonly Parcel[], values: Float32Array, image: string): void {
  const found = distinct(values)
  const empty = parcels.filter(([, value]) => !found.has(value) || value === 0)
  if (empty.length > 0) {
    fail('stage-options', { stage: 'parcellate', image, withoutVoxels: Object.fromEntries(empty) })
  }
}

function requireNames(parcels: readonly Parcel[], values: Float32Array, image: string): void {
  const named = new Set(parcels.map(([, value]) => value))
  const nameless = [...distinct(values)].filter((value) => value !== 0 && !named.has(value))
  if (nameless.length > 0) {
    fail('stage-options', {
      stage: 'parcellate',
      image,
      withoutName: nameless.sort((a, b) => a - b),
    })
  }
}
