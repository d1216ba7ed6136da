import { parcelCells } from './parcel-places.ts'
import type { Table } from './table.ts'
import { voxelPlaces } from './voxel-places.ts'

/**
 * Where each feature of a table lies in the head, when features are voxels that `mask` kept or
 * parcels of `parcellate`; `undefined` for others.
 *
 * The place of a parcel is the mean of its cells in the coarse atlas that travels with the rows,
 * hence good to about half a cell; a parcel without a cell has NaN.
 *
 * @returns mm (RAS+), shape [D, 3]
 */
export function featurePlaces({ meta }: Pick<Table, 'meta'>): Float64Array | undefined {
  const voxels = voxelPlaces({ meta })
  if (voxels) return voxels.mm
  const parcels = parcelCells({ meta })
  if (!parcels) return undefined
  const { affine: a } = parcels.grid
  const count = (JSON.parse(meta.names) as string[]).length
  const sums = new Float64Array(3 * count)
  const cells = new Float64Array(count)
  for (const { name, feature } of parcels.cells) {
    const [x, y, z] = name.split(',').map(Number)
    cells[feature]++
    for (let i = 0; i < 3; i++) {
      sums[3 * feature + i] += a[4 * i] * x + a[4 * i + 1] * y + a[4 * i + 2] * z + a[4 * i + 3]
    }
  }
  return sums.map((sum, i) => sum / cells[Math.floor(i / 3)])
}
