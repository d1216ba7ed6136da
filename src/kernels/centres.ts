/** A place between voxels: indices along x, y, z. */
export type VoxelPlace = readonly [number, number, number]

/**
 * Finds the centre of mass of the voxels of each label.
 *
 * @param labels shape [x, y, z], x fastest; 0 is background
 * @param shape voxels along x, y, z
 * @returns mean index along each axis by label; labels without voxels are not there
 * @throws {RangeError} the length contradicts the shape
 * @see scipy.ndimage.center_of_mass
 */
export function labelCentres(
  labels: ArrayLike<number>,
  shape: VoxelPlace,
): Map<number, VoxelPlace> {
  requireLength(labels, shape, 1)
  const sums = new Map<number, [number, number, number, number]>()
  const [nx, ny] = shape
  for (let v = 0; v < labels.length; v++) {
    if (labels[v] === 0) continue
    const sum = sums.get(labels[v]) ?? [0, 0, 0, 0]
    sums.set(labels[v], sum)
    sum[0] += v % nx
    sum[1] += Math.floor(v / nx) % ny
    sum[2] += Math.floor(v / (nx * ny))
    sum[3]++
  }
  return new Map([...sums].map(([label, [x, y, z, n]]) => [label, [x / n, y / n, z / n]]))
}

/**
 * Finds the centre of mass of the positive part of each map.
 *
 * @param maps shape [K, V], V = x * y * z with x fastest; NaN counts as 0
 * @param shape voxels along x, y, z
 * @returns mean index along each axis, K of them; NaN for a map that is nowhere positive
 * @throws {RangeError} V does not divide the length
 */
export function mapCentres(maps: ArrayLike<number>, shape: VoxelPlace): VoxelPlace[] {
  const [nx, ny, nz] = shape
  const size = nx * ny * nz
  const count = maps.length / size
  requireLength(maps, shape, Math.floor(count))
  return Array.from({ length: count }, (_, k): VoxelPlace => {
    let [x, y, z, mass] = [0, 0, 0, 0]
    for (let v = 0; v < size; v++) {
      const weight = maps[k * size + v]
      if (!(weight > 0)) continue
      x += weight * (v % nx)
      y += weight * (Math.floor(v / nx) % ny)
      z += weight * Math.floor(v / (nx * ny))
      mass += weight
    }
    return [x / mass, y / mass, z / mass]
  })
}

function requireLength(values: ArrayLike<number>, [nx, ny, nz]: VoxelPlace, count: number): void {
  if (values.length === nx * ny * nz * count) return
  throw new RangeError(`${values.length} values, not volumes of ${nx} x ${ny} x ${nz}`)
}
