/**
 * Averages the voxels of each scan with the values of each map as weights: sum of m x / sum of m.
 *
 * Maps may overlap; what another map explains is not taken out, as least squares do. A voxel that
 * is NaN makes the maps NaN in which its weight is not 0, in its scan. A weight that is NaN counts
 * as 0.
 *
 * @param voxels scans, shape [T, V]
 * @param maps shape [K, V]
 * @param size V
 * @returns shape [K, T]; NaN for a map whose weights sum to 0
 * @throws {RangeError} V does not divide the lengths
 * @see numpy.average with `weights`
 */
export function weightedMeans(
  voxels: Float32Array,
  maps: Float32Array,
  size: number,
): Float32Array {
  const count = maps.length / size
  const scans = voxels.length / size
  if (!Number.isInteger(count) || !Number.isInteger(scans)) {
    throw new RangeError(`${voxels.length} and ${maps.length} values, not volumes of ${size}`)
  }
  const out = new Float32Array(count * scans)
  for (let k = 0; k < count; k++) {
    const { places, weights, total } = weightsOf(maps.subarray(k * size, (k + 1) * size))
    for (let t = 0; t < scans; t++) {
      let sum = 0
      for (let i = 0; i < places.length; i++) sum += weights[i] * voxels[t * size + places[i]]
      out[k * scans + t] = sum / total
    }
  }
  return out
}

/** The voxels of a map with their weights, and the sum of these. */
function weightsOf(map: Float32Array) {
  const places: number[] = []
  for (let v = 0; v < map.length; v++) if (map[v] !== 0 && !Number.isNaN(map[v])) places.push(v)
  const weights = Float64Array.from(places, (v) => map[v])
  return { places, weights, total: weights.reduce((sum, weight) => sum + weight, 0) }
}
