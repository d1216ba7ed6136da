import type { Table } from './table.ts'
import type { Grid } from './volumes.ts'

/** Where rows of a table that are vertices, voxels or parcels lie in the brain. */
export interface BrainSpace {
  /** Vertices that each whole surface has, by structure: `CORTEX_LEFT`. */
  readonly surfaces?: Readonly<Record<string, number>>
  /** Of voxels. */
  readonly grid?: Grid
  /** What each parcel consists of, by its name. */
  readonly parcels?: Readonly<Record<string, ParcelPlace>>
}

/** What a parcel consists of. */
export interface ParcelPlace {
  /** Numbers of vertices, by structure. */
  readonly vertices?: Readonly<Record<string, readonly number[]>>
  /** Indices x, y, z of each voxel, one after the other. */
  readonly voxels?: readonly number[]
}

/**
 * Where the rows of a table lie, from its metadata entry `brain`; of voxels that the stage `mask`
 * kept, from `grid`.
 */
export function brainSpaceOf({ meta }: Pick<Table, 'meta'>): BrainSpace {
  const { brain, grid } = meta
  if (brain !== undefined) return JSON.parse(brain) as BrainSpace
  return grid === undefined ? {} : { grid: JSON.parse(grid) as Grid }
}

/** A vertex or voxel by its name: `CORTEX_LEFT:12`, `THALAMUS_LEFT:3,4,5`, or `3,4,5` alone. */
export interface BrainPlace {
  /** `OTHER` where the name says none. */
  readonly structure: string
  /** One number of a vertex, or three indices of a voxel. */
  readonly indices: readonly number[]
}

/** What a row's name says of its place; `undefined` for parcels and other names. */
export function brainPlace(name: string): BrainPlace | undefined {
  const found = /^(?:([A-Z][A-Z_]*):)?(\d+(?:,\d+,\d+)?)$/.exec(name)
  if (found === null) return undefined
  const indices = found[2].split(',').map(Number)
  if (found[1] === undefined && indices.length === 1) return undefined
  return { structure: found[1] ?? 'OTHER', indices }
}
