import { voxelPlaces } from '../tables/voxel-places.ts'

/** Values of voxels in a box whose axes run to the right, to the front and up. */
export interface BrainVolume {
  readonly shape: readonly [number, number, number]
  /** Size of a voxel along each axis, mm. */
  readonly voxelMm: readonly [number, number, number]
  /** Shape [x, y, z], x fastest; NaN where there is no voxel. */
  readonly values: Float64Array
  /** Whether there is a voxel at all, 0 or 1, shape [x, y, z]. */
  readonly inside: Uint8Array
  /** Place of an index along an axis, mm, at the middle of the other two. */
  readonly mm: (axis: number, index: number) => number
}

/**
 * Puts the values of voxels into the smallest box around them, its axes turned and swapped so that
 * they run along those of the head as nearly as the image lies to them.
 *
 * @param meta `names` of the features and the `grid` of the image, as a table has them
 * @returns what makes a volume of values, shape [D]; `undefined` when features are not voxels
 */
export function brainVolumes(
  meta: Readonly<Record<string, string>>,
): ((values: ArrayLike<number>) => BrainVolume) | undefined {
  const places = voxelPlaces({ meta })
  if (places === undefined) return undefined
  const { affine, shape: image } = places.grid
  const axes = axesOf(affine)
  const strides = [1, image[0], image[0] * image[1]]
  const along = axes.map(({ from, sign }) =>
    places.voxels.map((v) => sign * (Math.floor(v / strides[from]) % image[from])),
  )
  const low = along.map((all) => all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY))
  const high = along.map((all) => all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY))
  const shape = [0, 1, 2].map((a) => high[a] - low[a] + 1) as [number, number, number]
  const [x, y, z] = along.map((all, a) => all.map((at) => at - low[a]))
  const voxelMm = axes.map(({ mm }) => mm) as [number, number, number]
  const mm = placeOf(affine, axes, low, shape)
  const placeOfFeature = x.map((at, d) => at + shape[0] * (y[d] + shape[1] * z[d]))
  const inside = new Uint8Array(shape[0] * shape[1] * shape[2])
  for (const at of placeOfFeature) inside[at] = 1
  return (values) => {
    const out = new Float64Array(inside.length).fill(Number.NaN)
    placeOfFeature.forEach((at, d) => {
      out[at] = values[d]
    })
    return { shape, voxelMm, values: out, inside, mm }
  }
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
