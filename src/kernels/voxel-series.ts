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
 * Adds scans to the sums of their voxels, scan by scan in f64, so that pieces of a run give the
 * bits of the whole.
 *
 * @param sums shape [V]; changed. NaN where a scan is NaN
 * @param voxels scans, shape [T, V]
 * @throws {RangeError} V does not divide the scans
 */
export function addScans(sums: Float64Array, voxels: Float32Array): void {
  const size = sums.length
  const scans = scansOf(voxels, size)
  for (let t = 0; t < scans; t++) {
    for (let v = 0, from = t * size; v < size; v++) sums[v] += voxels[from + v]
  }
}

function scansOf(voxels: Float32Array, size: number): number {
  const scans = voxels.length / size
  if (!Number.isInteger(scans))
    throw new RangeError(`${voxels.length} voxels, not scans of ${size}`)
  return scans
}
