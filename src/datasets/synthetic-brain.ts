import { type Random, random } from '../kernels/random.ts'

/** Voxels along x, y, z. */
export const brainShape = [24, 28, 18] as const
export const brainVoxelMm = 3.5
export const brainParcels = 40

/** Voxel index to mm, the middle of the grid at 0; 4 x 4, row after row. */
export const brainAffine: readonly number[] = [
  ...[brainVoxelMm, 0, 0, -brainVoxelMm * 11.5],
  ...[0, brainVoxelMm, 0, -brainVoxelMm * 13.5],
  ...[0, 0, brainVoxelMm, -brainVoxelMm * 8.5],
  ...[0, 0, 0, 1],
]

/** Half axes of the ellipsoid that is brain, voxels. */
const halfAxes = [10, 12, 7.5] as const

/** A point of the grid, in voxels. */
export type Point = readonly [number, number, number]

/** The voxels that are brain, the same for everybody. */
export interface Brain {
  /** Shape [N]: index of each brain voxel in the grid, x fastest. */
  readonly voxels: Int32Array
  /** Position of each brain voxel from the middle, in half axes: each from -1 to 1. */
  readonly points: readonly Point[]
  /** Shape [N]: parcel of each brain voxel, from 1. */
  readonly parcelOf: Int32Array
  /** Middle of each parcel, in the same measure as `points`. */
  readonly centres: readonly Point[]
}

/** Makes the ellipsoid and divides it into parcels around points that lie far apart. */
export function syntheticBrain(seed: number): Brain {
  const voxels: number[] = []
  const points: Point[] = []
  const [nx, ny, nz] = brainShape
  for (let v = 0; v < nx * ny * nz; v++) {
    const at = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]
    const [x, y, z] = at.map((i, axis) => (i - (brainShape[axis] - 1) / 2) / halfAxes[axis])
    if (x * x + y * y + z * z > 1) continue
    voxels.push(v)
    points.push([x, y, z])
  }
  const centres = farApart(points, random(seed))
  const parcelOf = Int32Array.from(points, (point) => nearest(centres, point) + 1)
  return { voxels: Int32Array.from(voxels), points, parcelOf, centres }
}

/** Squared distance of two points in half axes. */
export function squaredDistance(a: Point, b: Point): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2
}

/** Chooses points one by one, each as far as possible from those already chosen. */
function farApart(points: readonly Point[], draw: Random): Point[] {
  const chosen = [points[draw.integer(points.length)]]
  const distances = points.map((point) => squaredDistance(point, chosen[0]))
  while (chosen.length < brainParcels) {
    const farthest = distances.reduce((best, d, i) => (d > distances[best] ? i : best), 0)
    const centre = points[farthest]
    chosen.push(centre)
    for (const [i, point] of points.entries()) {
      distances[i] = Math.min(distances[i], squaredDistance(point, centre))
    }
  }
  return chosen
}

function nearest(centres: readonly Point[], point: Point): number {
  const distances = centres.map((centre) => squaredDistance(centre, point))
  return distances.reduce((best, d, i) => (d < distances[best] ? i : best), 0)
}
