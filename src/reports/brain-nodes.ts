import { parcelCells } from '../tables/parcel-places.ts'
import { type BrainVolume, brainVolumes } from './brain-volumes.ts'

/** Parcels as points in the box around all of them. */
export interface BrainNodes {
  /** The index of a parcel in each cell, NaN outside of all. */
  readonly volume: BrainVolume
  /** The middle of each parcel as an index along x, y and z; NaN for one without a cell. */
  readonly middles: readonly (readonly [number, number, number])[]
}

/**
 * Where parcels lie in the head, to draw them as points: the mean of the cells of each, which for
 * a parcel on both sides lies between them.
 *
 * @param names of the parcels, in the order of the nodes
 * @param parcels the metadata entry `parcels` of the table that they come from
 * @returns `undefined` when nothing says where they lie
 */
export function brainNodes(names: readonly string[], parcels?: string): BrainNodes | undefined {
  if (parcels === undefined) return undefined
  const places = parcelCells({ meta: { names: JSON.stringify(names), parcels } })
  if (places === undefined || places.cells.length === 0) return undefined
  const volumeOf = brainVolumes({
    names: JSON.stringify(places.cells.map(({ name }) => name)),
    grid: JSON.stringify(places.grid),
  })
  const volume = volumeOf?.(places.cells.map(({ feature }) => feature))
  return volume && { volume, middles: middlesOf(volume, names.length) }
}

function middlesOf({ values, shape: [nx, ny] }: BrainVolume, count: number) {
  const sums = Array.from({ length: count }, () => ({ n: 0, x: 0, y: 0, z: 0 }))
  for (const [v, feature] of values.entries()) {
    if (Number.isNaN(feature)) continue
    const sum = sums[feature]
    sum.n++
    sum.x += v % nx
    sum.y += Math.floor(v / nx) % ny
    sum.z += Math.floor(v / (nx * ny))
  }
  return sums.map(({ n, x, y, z }): [number, number, number] => [x / n, y / n, z / n])
}
