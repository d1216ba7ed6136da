import { voxelPlaces } from '../tables/voxel-places.ts'

/** Values of voxels in a box whose axes run to the right, to the front and up. */
export interface BrainVolume {
  readonly shape: readonly [number, number, number]
  /** Size of a voxel along each axis, mm. */
  readonly voxelMm: readonly [number, number, number]
  /** Shape [x, y, z], x fastest; NaN where there is no voxel. */
  readonly values: Float64Array
  /** Place of an index along an axis, mm, at the middle of the other two. */
  readonly mm: (axis: number, index: number) => number
}

/**
 * Puts the values of voxels into the smallest box around them, its axes turned and swapped so that
 * they run along those of the head as nearly as the image lies to them.
 *
 * @param meta `names` of the features and the `grid` of the image, as a table has them
 * @returns `undefined` when the features are not voxels of an image
 */
export function brainVolume(
  meta: Readonly<Record<string, string>>,
  values: ArrayLike<number>,
): BrainVolume | undefined {
  const places = voxelPlaces({ meta })
  if (places === undefined) return undefined
  const { affine } = places.grid
  const axes = axesOf(affine)
  const indices = (JSON.parse(meta.names) as string[]).map((name) => {
    const own = name.split(',').map(Number)
    return axes.map(({ from, sign }) => sign * own[from])
  })
  const low = [0, 1, 2].map((a) => Math.min(...indices.map((one) => one[a])))
  const high = [0, 1, 2].map((a) => Math.max(...indices.map((one) => one[a])))
  const shape = [0, 1, 2].map((a) => high[a] - low[a] + 1) as [number, number, number]
  const out = new Float64Array(shape[0] * shape[1] * shape[2]).fill(Number.NaN)
  indices.forEach((one, d) => {
    const [x, y, z] = one.map((value, a) => value - low[a])
    out[x + shape[0] * (y + shape[1] * z)] = values[d]
  })
  const voxelMm = axes.map(({ mm }) => mm) as [number, number, number]
  return { shape, voxelMm, values: out, mm: placeOf(affine, axes, low, shape) }
}

interface Axis {
  /** Which axis of the image it is. */
  readonly from: number
  /** -1 where the image runs the other way. */
  readonly sign: number
  readonly mm: number
}

/** For right, front and up the axis of the image that runs most along it, each taken once. */
function axesOf(affine: readonly number[]): Axis[] {
  const free = new Set([0, 1, 2])
  const found = new Map<number, Axis>()
  const pairs = [0, 1, 2].flatMap((to) => [0, 1, 2].map((from) => ({ to, from })))
  const size = ({ to, from }: { to: number; from: number }) => Math.abs(affine[4 * to + from])
  for (const pair of pairs.sort((a, b) => size(b) - size(a))) {
    if (found.has(pair.to) || !free.has(pair.from)) continue
    free.delete(pair.from)
    const mm = Math.hypot(...[0, 4, 8].map((row) => affine[row + pair.from]))
    const sign = affine[4 * pair.to + pair.from] < 0 ? -1 : 1
    found.set(pair.to, { from: pair.from, sign, mm })
  }
  return [0, 1, 2].map((to) => found.get(to) ?? { from: to, sign: 1, mm: 1 })
}

function placeOf(
  affine: readonly number[],
  axes: readonly Axis[],
  low: readonly number[],
  shape: readonly number[],
) {
  return (axis: number, index: number) => {
    const image = [0, 0, 0]
    axes.forEach(({ from, sign }, a) => {
      image[from] = sign * (low[a] + (a === axis ? index : (shape[a] - 1) / 2))
    })
    const row = 4 * axis
    return [0, 1, 2].reduce((sum, i) => sum + affine[row + i] * image[i], affine[row + 3])
  }
}
