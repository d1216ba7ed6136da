import type { Table } from './table.ts'
import type { Grid } from './volumes.ts'

/** Where the features of a table lie in an image. */
export interface VoxelPlaces {
  readonly grid: Grid
  /** Indices in the image, x fastest, shape [D]. */
  readonly voxels: Int32Array
  /** Places in mm (RAS+), shape [D, 3]. */
  readonly mm: Float64Array
}

/**
 * Where the features of a table lie, when they are voxels that the stage `mask` kept: its metadata
 * has a grid, and features are named `x,y,z` by their indices. `undefined` for others.
 */
export function voxelPlaces({ meta }: Pick<Table, 'meta'>): VoxelPlaces | undefined {
  if (meta.grid === undefined || meta.names === undefined) return undefined
  const grid = JSON.parse(meta.grid) as Grid
  const names = JSON.parse(meta.names) as string[]
  const [nx, ny] = grid.shape
  const a = grid.affine
  const voxels = new Int32Array(names.length)
  const mm = new Float64Array(3 * names.length)
  for (const [d, name] of names.entries()) {
    const [x, y, z] = /^\d+,\d+,\d+$/.test(name) ? name.split(',').map(Number) : []
    if (z === undefined) return undefined
    voxels[d] = x + nx * (y + ny * z)
    for (let i = 0; i < 3; i++) {
      mm[3 * d + i] = a[4 * i] * x + a[4 * i + 1] * y + a[4 * i + 2] * z + a[4 * i + 3]
    }
  }
  return { grid, voxels, mm }
}
