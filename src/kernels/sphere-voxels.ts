import { type Affine, inverseAffine, moved } from './affine.ts'
import type { GridShape } from './fit-grid.ts'
import { roundHalfEven } from './round-half-even.ts'

/** Where voxels lie: shape and affine of an image. */
interface Place {
  readonly shape: GridShape
  readonly affine: Affine
}

/**
 * Lists the voxels whose centre lies within a radius of each seed, and the voxel that the seed lies
 * in where it is inside of the mask.
 *
 * @param seeds mm, shape [K, 3]
 * @param radiusMm 0 for the voxel of the seed alone
 * @param mask shape [V], 1 for voxels that may be taken; all without it
 * @returns indices of voxels, ascending, for each seed
 * @see nilearn.maskers.NiftiSpheresMasker
 */
export function sphereVoxels(
  seeds: readonly (readonly [number, number, number])[],
  radiusMm: number,
  { shape, affine }: Place,
  mask?: Uint8Array,
): Int32Array[] {
  const inverse = inverseAffine(affine)
  const own = seeds.map((seed) => voxelAt(moved(inverse, seed), shape))
  const found: number[][] = seeds.map(() => [])
  for (let v = 0; v < shape[0] * shape[1] * shape[2]; v++) {
    if (mask && !mask[v]) continue
    const place = moved(affine, placeOf(v, shape))
    for (const [k, seed] of seeds.entries()) {
      const apart = Math.hypot(place[0] - seed[0], place[1] - seed[1], place[2] - seed[2])
      if (apart <= radiusMm || own[k] === v) found[k].push(v)
    }
  }
  return found.map((voxels) => Int32Array.from(voxels))
}

function placeOf(v: number, [nx, ny]: GridShape): [number, number, number] {
  return [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]
}

/** The index of a voxel; -1 outside of the volume. */
function voxelAt(place: readonly number[], [nx, ny, nz]: GridShape): number {
  const [x, y, z] = place.map(roundHalfEven)
  const isInside = x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz
  return isInside ? x + nx * (y + ny * z) : -1
}
