import { gzipSync } from 'node:zlib'
import type { RunMaps } from '../execution/maps.ts'
import { encodeNifti } from '../io/write-nifti.ts'
import { encodeTable } from '../tables/ipc.ts'
import { listsOf, wordsOf } from '../tables/table.ts'
import { voxelPlaces } from '../tables/voxel-places.ts'

/**
 * The files of a run's maps, by name: `maps/<use>.arrow`, and for voxels an image of 32-bit floats
 * on their grid, a volume for each map in the order of the table; NaN outside the mask.
 */
export function mapFiles(maps: readonly RunMaps[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (const { use, table } of maps) {
    files.set(`maps/${use}.arrow`, encodeTable(table))
    const image = imageOf(table)
    if (image) files.set(`maps/${use}.nii.gz`, image)
  }
  return files
}

function imageOf(table: RunMaps['table']): Uint8Array | undefined {
  const places = voxelPlaces(table)
  if (!places) return undefined
  const { grid, voxels } = places
  const { values, size } = listsOf(table, 'features')
  const volume = grid.shape[0] * grid.shape[1] * grid.shape[2]
  const count = wordsOf(table, 'map').length
  const out = new Float32Array(volume * count).fill(Number.NaN)
  for (let m = 0; m < count; m++) {
    for (let d = 0; d < size; d++) out[m * volume + voxels[d]] = values[m * size + d]
  }
  const shape = [...grid.shape, count] as const
  const voxelMm = [0, 1, 2].map((i) => Math.hypot(...[0, 4, 8].map((r) => grid.affine[r + i])))
  const [x, y, z] = voxelMm
  const content = { dtype: 'float32', affine: grid.affine, voxelMm: [x, y, z], trS: 0 } as const
  return gzipSync(encodeNifti({ ...content, shape, values: out }))
}
