/** Voxels along x, y, z. */
export type GridShape = readonly [number, number, number]

/** How a volume is laid into another grid. */
export interface GridFit {
  readonly from: GridShape
  readonly to: GridShape
  /** Axes that are turned round first: 0 is x, 1 is y, 2 is z. */
  readonly flip?: readonly number[]
  /** What voxels get that the volume does not reach. */
  readonly fill: number
}

/**
 * Lays a volume into a grid of another shape, centre on centre: what is too much is cut off, what
 * is missing is filled. Of an odd difference the larger half lies at the low end of the axis.
 *
 * @param volume voxels, x fastest, shape [z, y, x] of `from`
 * @returns voxels, x fastest, shape [z, y, x] of `to`
 * @throws {RangeError} `volume` has another length than `from` says
 */
export function fitGrid(volume: Float32Array, { from, to, flip = [], fill }: GridFit) {
  const [nx, ny, nz] = from
  if (volume.length !== nx * ny * nz) throw new RangeError(`${volume.length} voxels of ${from}`)
  const [xs, ys, zs] = from.map((n, axis) => places(n, to[axis], flip.includes(axis)))
  const out = new Float32Array(to[0] * to[1] * to[2]).fill(fill)
  for (let z = 0, at = 0; z < zs.length; z++) {
    for (let y = 0; y < ys.length; y++, at += xs.length) {
      if (zs[z] < 0 || ys[y] < 0) continue
      const row = nx * (ys[y] + ny * zs[z])
      for (let x = 0; x < xs.length; x++) if (xs[x] >= 0) out[at + x] = volume[row + xs[x]]
    }
  }
  return out
}

/** For each place of an axis of `to` the place in one of `from`; -1 where there is none. */
function places(from: number, to: number, isFlipped: boolean): Int32Array {
  const half = Math.ceil(Math.abs(from - to) / 2)
  const first = from > to ? half : -half
  return Int32Array.from({ length: to }, (_, i) => {
    const at = i + first
    if (at < 0 || at >= from) return -1
    return isFlipped ? from - 1 - at : at
  })
}
