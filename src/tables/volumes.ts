import { fail } from '../errors.ts'
import { keysFor, labelsMeta, type Recording } from './keys.ts'
import { columnsOf, f64, i32, i32Of, lists, listsOf, makeTable, type Table } from './table.ts'

/** Where voxels lie: shape and affine of an image. */
export interface Grid {
  /** Voxels along x, y, z. */
  readonly shape: readonly [number, number, number]
  /** 4 x 4, row after row: voxel index to mm (RAS+). */
  readonly affine: readonly number[]
}

/**
 * Makes a volumes table: one row a scan, voxels with x fastest (as NIfTI stores them).
 *
 * @param voxels shape [T, V] with V = x * y * z
 * @param trS repetition time, s; 0 when the image is a single volume
 */
export function makeVolumes(
  recording: Recording,
  grid: Grid,
  trS: number,
  voxels: Float32Array,
): Table<'volumes'> {
  const size = grid.shape[0] * grid.shape[1] * grid.shape[2]
  const rows = voxels.length / size
  const columns = {
    ...keysFor(recording, rows),
    scan: i32(Int32Array.from({ length: rows }, (_, t) => t)),
    timeS: f64(Float64Array.from({ length: rows }, (_, t) => t * trS)),
    voxels: lists(voxels, size),
  }
  return makeTable('volumes', columns, {
    grid: JSON.stringify(grid),
    trS: String(trS),
    ...labelsMeta(recording),
  })
}

/** The table with another repetition time, s: its scans begin at multiples of it. */
export function withTr(table: Table<'volumes'>, trS: number): Table<'volumes'> {
  const timeS = f64(Float64Array.from(i32Of(table, 'scan'), (scan) => scan * trS))
  const columns = { ...columnsOf(table), timeS }
  return makeTable('volumes', columns, { ...table.meta, trS: String(trS) })
}

/** The grid of a volumes table. */
export function gridOf(table: Table<'volumes'>): Grid {
  return JSON.parse(table.meta.grid ?? fail('internal', { missing: 'grid' })) as Grid
}

/** The repetition time of a volumes table, s. */
export function trOf(table: Table<'volumes'>): number {
  return Number(table.meta.trS)
}

/** The voxels of a volumes table: `values` shape [T, V], x fastest, a view. */
export function voxelsOf(table: Table<'volumes'>): { values: Float32Array; size: number } {
  const { values, size } = listsOf(table, 'voxels')
  return { values, size }
}

/**
 * The table with other voxels for the same scans, shape [T, V'], on the same grid or another one;
 * all other columns are shared.
 */
export function withVoxels(
  table: Table<'volumes'>,
  voxels: Float32Array,
  grid: Grid = gridOf(table),
): Table<'volumes'> {
  const size = grid.shape[0] * grid.shape[1] * grid.shape[2]
  const columns = { ...columnsOf(table), voxels: lists(voxels, size) }
  return makeTable('volumes', columns, { ...table.meta, grid: JSON.stringify(grid) })
}

/** The table as a piece of a recording, its first row being the scan of this number. */
export function asPiece(table: Table<'volumes'>, firstScan: number): Table<'volumes'> {
  const trS = trOf(table)
  const scan = Int32Array.from({ length: table.rows }, (_, t) => firstScan + t)
  const timeS = Float64Array.from(scan, (t) => t * trS)
  const columns = { ...columnsOf(table), scan: i32(scan), timeS: f64(timeS) }
  return makeTable('volumes', columns, table.meta)
}
