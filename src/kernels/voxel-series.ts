/**
 * Gathers the time courses of chosen voxels from scans.
 *
 * @param voxels scans, shape [T, V]
 * @param size V
 * @param chosen shape [N], indices of voxels
 * @returns shape [N, T]
 * @throws {RangeError} V does not divide the scans
 */
export function voxelSeries(voxels: Float32Array, size: number, chosen: Int32Array): Float32Array {
  const scans = scansOf(voxels, size)
  const out = new Float32Array(chosen.length * scans)
  for (let t = 0; t < scans; t++) {
    const from = t * size
    for (let i = 0, to = t; i < chosen.length; i++, to += scans) out[to] = voxels[from + chosen[i]]
  }
  return out
}

/**
 * Averages each voxel over the scans, in f64.
 *
 * @param voxels scans, shape [T, V]
 * @param size V
 * @returns shape [V]; NaN where a scan is NaN or when there is no scan
 * @throws {RangeError} V does not divide the scans
 */
export function voxelMeans(voxels: Float32Array, size: number): Float64Array {
  const scans = scansOf(voxels, size)
  const out = new Float64Array(size)
  for (let t = 0; t < scans; t++) {
    for (let v = 0, from = t * size; v < size; v++) out[v] += voxels[from + v]
  }
  for (let v = 0; v < size; v++) out[v] /= scans
  return out
}

function scansOf(voxels: Float32Array, size: number): number {
  const scans = voxels.length / size
  if (!Number.isInteger(scans))
    throw new RangeError(`${voxels.length} voxels, not scans of ${size}`)
  return scans
}
