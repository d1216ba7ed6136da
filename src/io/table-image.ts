import { fail } from '../errors.ts'
import { voxelSizes } from '../kernels/affine.ts'
import { labelNames } from '../tables/keys.ts'
import { keyColumns } from '../tables/kind.ts'
import { type Signals, segmentsOf } from '../tables/signals.ts'
import { columnType, f64Of, listsOf, type Table, wordsOf } from '../tables/table.ts'
import { type Grid, gridOf, trOf, voxelsOf } from '../tables/volumes.ts'
import { voxelPlaces } from '../tables/voxel-places.ts'
import { encodeNifti } from './write-nifti.ts'

/** An image and what its volumes are, for a JSON file beside it. */
export interface TableImage {
  /** NIfTI-1 of 32-bit floats, not compressed. */
  readonly bytes: Uint8Array
  /** As BIDS names it: `RepetitionTime` of a series, `Volumes` with keys and labels of maps. */
  readonly facts: Readonly<Record<string, unknown>>
}

/**
 * Makes an image of a table of volumes, or of voxels that the stage `mask` kept: scans of signals,
 * a volume for each row of features.
 *
 * @param file the table's, for messages
 * @param outside what stands outside of the mask
 * @throws {NeurarrowError} `kind-mismatch` for tables whose rows lie in no image
 */
export function tableImage(table: Table, file: string, outside = Number.NaN): TableImage {
  if (table.kind === 'volumes') {
    const volumes = table as Table<'volumes'>
    const { values } = voxelsOf(volumes)
    const trS = trOf(volumes)
    const facts = trS > 0 ? { RepetitionTime: trS } : {}
    return { bytes: encoded(gridOf(volumes), values, trS), facts }
  }
  const found =
    table.kind === 'signals'
      ? seriesIn(table as Signals, outside)
      : table.kind === 'features' && mapsIn(table, outside)
  if (!found) {
    const expected = 'volumes, or voxels kept by the stage mask'
    return fail('kind-mismatch', { file, found: table.kind, expected })
  }
  const { grid, trS, values, facts } = found
  return { bytes: encoded(grid, values, trS), facts }
}

/**
 * Makes an image of the voxels that the stage `mask` kept: 1 inside, 0 outside; `undefined` for
 * tables of others.
 */
export function voxelMask(table: Table): Uint8Array | undefined {
  if (table.kind !== 'signals') return undefined
  const names = JSON.stringify(segmentsOf(table as Signals)[0]?.channels ?? [])
  const places = voxelPlaces({ meta: { ...table.meta, names } })
  if (places === undefined) return undefined
  const { shape, affine } = places.grid
  const values = new Uint8Array(sizeOf(places.grid))
  for (const v of places.voxels) values[v] = 1
  return encodeNifti({ shape, dtype: 'uint8', affine, voxelMm: voxelSizes(affine), trS: 0, values })
}

interface Found {
  readonly grid: Grid
  readonly trS: number
  /** Shape [N, V]. */
  readonly values: Float32Array
  readonly facts: Readonly<Record<string, unknown>>
}

/** A run of voxels: the whole of it in one segment. */
function seriesIn(table: Signals, outside: number): Found | undefined {
  const segments = segmentsOf(table)
  const [first] = segments
  const names = JSON.stringify(first?.channels ?? [])
  const places = voxelPlaces({ meta: { ...table.meta, names } })
  if (!places || segments.length !== 1) return undefined
  const { values, samples, rateHz } = first
  const size = sizeOf(places.grid)
  const out = new Float32Array(size * samples).fill(outside)
  for (let c = 0; c < places.voxels.length; c++) {
    for (let t = 0; t < samples; t++) out[t * size + places.voxels[c]] = values[c * samples + t]
  }
  return { grid: places.grid, trS: 1 / rateHz, values: out, facts: { RepetitionTime: 1 / rateHz } }
}

/** Maps of voxels, a row each. */
function mapsIn(table: Table, outside: number): Found | undefined {
  const places = voxelPlaces(table)
  if (!places) return undefined
  const { values, size: depth } = listsOf(table, 'features')
  const size = sizeOf(places.grid)
  const out = new Float32Array(size * table.rows).fill(outside)
  for (let r = 0; r < table.rows; r++) {
    for (let d = 0; d < depth; d++) out[r * size + places.voxels[d]] = values[r * depth + d]
  }
  const columns = [...keyColumns, ...labelNames(table)].map(
    (name): [string, ArrayLike<unknown>] => {
      return [name, columnType(table, name) === 'f64' ? f64Of(table, name) : wordsOf(table, name)]
    },
  )
  const rows = Array.from({ length: table.rows }, (_, r) =>
    Object.fromEntries(columns.map(([name, column]) => [name, column[r]])),
  )
  return { grid: places.grid, trS: 0, values: out, facts: { Volumes: rows } }
}

function sizeOf({ shape }: Grid): number {
  return shape[0] * shape[1] * shape[2]
}

function encoded(grid: Grid, values: Float32Array, trS: number): Uint8Array {
  const count = values.length / sizeOf(grid)
  const shape = [...grid.shape, count] as const
  const voxelMm = voxelSizes(grid.affine)
  return encodeNifti({ shape, dtype: 'float32', affine: grid.affine, voxelMm, trS, values })
}
