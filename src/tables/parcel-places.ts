import type { Table } from './table.ts'
import type { Grid } from './volumes.ts'

/** Cells along the longest axis of the coarse atlas. */
const most = 36

/** An atlas as coarse as a picture needs it. */
export interface ParcelPlaces {
  readonly grid: Grid
  readonly names: readonly string[]
  /** The parcel of each cell, x fastest, -1 outside of all: value and how often, in turns. */
  readonly runs: readonly number[]
}

/**
 * An atlas on a coarse grid, for pictures: the parcel at the middle of each cell, at most 36 cells
 * along an axis. Of a parcel that no middle hits, the cell of its first voxel.
 *
 * @param parcelOf index of each voxel's parcel, -1 for none, shape [x, y, z], x fastest
 * @returns a text for the metadata entry `parcels`
 */
export function parcelPlaces(
  parcelOf: Int32Array,
  { shape, affine }: Grid,
  names: readonly string[],
): string {
  const step = Math.ceil(Math.max(...shape) / most)
  const coarse = shape.map((n) => Math.ceil(n / step))
  const [nx, ny, nz] = coarse
  const middle = shape.map((n) => Math.min(step >> 1, n - 1))
  const cells = new Int32Array(nx * ny * nz)
  for (let i = 0; i < cells.length; i++) {
    const cell = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]
    const [x, y, z] = cell.map((at, a) => Math.min(at * step + middle[a], shape[a] - 1))
    cells[i] = parcelOf[x + shape[0] * (y + shape[1] * z)]
  }
  placeMissing(cells, parcelOf, names.length, (voxel) => {
    const x = Math.floor((voxel % shape[0]) / step)
    const y = Math.floor((Math.floor(voxel / shape[0]) % shape[1]) / step)
    return x + nx * (y + ny * Math.floor(Math.floor(voxel / (shape[0] * shape[1])) / step))
  })
  const grid: Grid = { shape: [nx, ny, nz], affine: coarser(affine, step, middle) }
  return JSON.stringify({ grid, names, runs: runsOf(cells) } satisfies ParcelPlaces)
}

/** Gives parcels that have no cell the one of their first voxel. */
function placeMissing(
  cells: Int32Array,
  parcelOf: Int32Array,
  count: number,
  cellOf: (voxel: number) => number,
): void {
  const seen = new Set(cells)
  const missing = new Set(Array.from({ length: count }, (_, k) => k).filter((k) => !seen.has(k)))
  for (let v = 0; v < parcelOf.length && missing.size > 0; v++) {
    if (missing.delete(parcelOf[v])) cells[cellOf(v)] = parcelOf[v]
  }
}

function coarser(affine: readonly number[], step: number, middle: readonly number[]): number[] {
  return affine.map((value, i) => {
    if (i >= 12) return value
    if (i % 4 < 3) return value * step
    return [0, 1, 2].reduce((sum, a) => sum + affine[i - 3 + a] * middle[a], value)
  })
}

function runsOf(cells: Int32Array): number[] {
  const runs: number[] = []
  for (const value of cells) {
    if (runs.length > 0 && runs[runs.length - 2] === value) runs[runs.length - 1]++
    else runs.push(value, 1)
  }
  return runs
}

/** A parcel of each cell of a coarse grid. */
export interface ParcelCells {
  readonly grid: Grid
  /** Cells that show a feature: indices as `x,y,z`, and which. */
  readonly cells: readonly { readonly name: string; readonly feature: number }[]
}

/**
 * The cells of the features of a table, when these are parcels of the stage `parcellate`, all or
 * some of them; `undefined` for others.
 */
export function parcelCells({ meta }: Pick<Table, 'meta'>): ParcelCells | undefined {
  if (meta.parcels === undefined || meta.names === undefined) return undefined
  const { grid, names, runs } = JSON.parse(meta.parcels) as ParcelPlaces
  const features = new Map((JSON.parse(meta.names) as string[]).map((name, d) => [name, d]))
  const known = new Set(names)
  if (![...features.keys()].every((name) => known.has(name))) return undefined
  const [nx, ny] = grid.shape
  const cells: { name: string; feature: number }[] = []
  let at = 0
  for (let r = 0; r < runs.length; r += 2) {
    const feature = runs[r] < 0 ? undefined : features.get(names[runs[r]])
    for (let i = at; feature !== undefined && i < at + runs[r + 1]; i++) {
      const place = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]
      cells.push({ name: place.join(), feature })
    }
    at += runs[r + 1]
  }
  return { grid, cells }
}
