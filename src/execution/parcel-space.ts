import { datasetFile, type ResolvedRecording } from '../datasets/resolve.ts'
import { fail } from '../errors.ts'
import type { Pipeline } from '../pipeline/parse.ts'
import {
  type BrainSpace,
  brainPlace,
  brainSpaceOf,
  type ParcelPlace,
} from '../tables/brain-space.ts'
import { regionsOf } from '../tables/regions.ts'
import { segmentsOf } from '../tables/signals.ts'
import { labelTablesOf } from '../tables/surface.ts'
import type { Table } from '../tables/table.ts'
import { gridOf, voxelsOf } from '../tables/volumes.ts'
import { readSide } from './side-table.ts'

/**
 * What the parcels of a table consist of, from the atlas of the stage that made them: voxels of
 * `parcellate`, vertices and voxels of `surfaceParcels`. Without such a stage, what the table's
 * metadata says.
 *
 * @throws {NeurarrowError} what stands in the way of reading the atlas
 */
export async function parcelSpace(
  table: Table,
  { stages }: Pipeline,
  at: { readonly root: string; readonly recording: ResolvedRecording },
): Promise<BrainSpace> {
  const made = stages.findLast(({ use }) => use === 'parcellate' || use === 'surfaceParcels')
  const own = brainSpaceOf(table)
  if (made === undefined) return own
  const needs = made.stage.needs?.(made.options) ?? {}
  const tables: Record<string, Table> = {}
  for (const [name, need] of Object.entries(needs)) {
    if (!('path' in need)) continue
    const path = datasetFile(at.root, need.path, at.recording)
    tables[name] = await readSide({ from: need.table, path }, at.recording)
  }
  const { atlas } = tables
  if (made.use === 'parcellate') return voxelParcels(tables, made.options as LabelOptions)
  const { map } = made.options as { readonly map: number }
  return { ...own, ...brainSpaceOf(atlas), parcels: surfaceParcels(atlas as Table<'signals'>, map) }
}

interface LabelOptions {
  readonly labels?: readonly string[] | Readonly<Record<string, number>>
}

/** Voxels of an atlas by the names that its labels get. */
function voxelParcels({ atlas, mask, regions }: Record<string, Table>, { labels }: LabelOptions) {
  const volumes = atlas as Table<'volumes'>
  const grid = gridOf(volumes)
  const inside = mask && voxelsOf(mask as Table<'volumes'>).values
  const pairs: (readonly [number, string])[] = regions
    ? regionsOf(regions).map(({ name, label }) => [label, name])
    : Array.isArray(labels)
      ? labels.map((name, i) => [i + 1, name])
      : Object.entries(labels ?? {}).map(([name, label]) => [label, name])
  const nameOf = new Map(pairs)
  const found = new Map<string, number[]>()
  const [nx, ny] = grid.shape
  for (const [v, label] of voxelsOf(volumes).values.entries()) {
    if (label === 0 || (inside && !(inside[v] !== 0 && !Number.isNaN(inside[v])))) continue
    const name = nameOf.get(label) ?? (pairs.length === 0 ? String(label) : undefined)
    if (name === undefined) continue
    const voxels = found.get(name) ?? []
    voxels.push(v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny)))
    found.set(name, voxels)
  }
  const parcels = [...found].map(([name, voxels]) => [name, { voxels }] as const)
  return { grid, parcels: Object.fromEntries(parcels) }
}

/** Vertices and voxels of a surface atlas by the names of its labels. */
function surfaceParcels(atlas: Table<'signals'>, map: number): Record<string, ParcelPlace> {
  const names = labelTablesOf(atlas)[map] ?? fail('internal', { missing: 'labels', map })
  const [{ channels, values, samples }] = segmentsOf(atlas)
  const out: Record<string, { vertices: Record<string, number[]>; voxels: number[] }> = {}
  for (const [c, channel] of channels.entries()) {
    const label = values[c * samples + map]
    const place = brainPlace(channel)
    const name = names[label]
    if (label === 0 || name === undefined || place === undefined) continue
    out[name] ??= { vertices: {}, voxels: [] }
    const { vertices, voxels } = out[name]
    const { structure, indices } = place
    if (indices.length === 3) voxels.push(...indices)
    else {
      vertices[structure] ??= []
      vertices[structure].push(indices[0])
    }
  }
  return out
}
