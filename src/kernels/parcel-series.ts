/**
 * Averages the voxels of each parcel, scan by scan.
 *
 * NaN in one voxel makes its parcel NaN in that scan; a parcel without voxels is NaN throughout.
 *
 * @param voxels scans, shape [T, V]
 * @param parcelOf shape [V], the parcel of each voxel from 0 to K - 1, below 0 for none
 * @param parcels K
 * @returns shape [K, T]
 * @throws {RangeError} V does not divide the scans
 * @see scipy.ndimage.mean, as nilearn.maskers.NiftiLabelsMasker uses it
 */
export function parcelMeans(
  voxels: Float32Array,
  parcelOf: Int32Array,
  parcels: number,
): Float32Array {
  const scans = scansOf(voxels, parcelOf)
  const counts = countsOf(parcelOf, parcels)
  const inside = parcelOf.reduce((count, k) => (k >= 0 ? count + 1 : count), 0)
  const voxelOf = new Int32Array(inside)
  for (let v = 0, i = 0; v < parcelOf.length; v++) if (parcelOf[v] >= 0) voxelOf[i++] = v
  const ownOf = voxelOf.map((v) => parcelOf[v])
  const out = new Float32Array(parcels * scans)
  const sums = new Float64Array(parcels)
  for (let t = 0; t < scans; t++) {
    sums.fill(0)
    const from = t * parcelOf.length
    for (let i = 0; i < inside; i++) sums[ownOf[i]] += voxels[from + voxelOf[i]]
    for (let k = 0; k < parcels; k++) out[k * scans + t] = sums[k] / counts[k]
  }
  return out
}

/**
 * Takes the median of the voxels of each parcel, scan by scan; the mean of the middle two when
 * their number is even.
 *
 * Shapes, NaN and empty parcels as in `parcelMeans`.
 *
 * @param voxels scans, shape [T, V]
 * @param parcelOf shape [V], the parcel of each voxel from 0 to K - 1, below 0 for none
 * @param parcels K
 * @returns shape [K, T]
 * @throws {RangeError} V does not divide the scans
 * @see scipy.ndimage.median
 */
export function parcelMedians(
  voxels: Float32Array,
  parcelOf: Int32Array,
  parcels: number,
): Float32Array {
  const scans = scansOf(voxels, parcelOf)
  const counts = countsOf(parcelOf, parcels)
  const members = Array.from(counts, (count) => new Int32Array(count))
  const filled = new Int32Array(parcels)
  for (let v = 0; v < parcelOf.length; v++) {
    const k = parcelOf[v]
    if (k >= 0) members[k][filled[k]++] = v
  }
  const out = new Float32Array(parcels * scans)
  for (let k = 0; k < parcels; k++) {
    const values = new Float32Array(counts[k])
    for (let t = 0; t < scans; t++) {
      const from = t * parcelOf.length
      for (let i = 0; i < values.length; i++) values[i] = voxels[from + members[k][i]]
      out[k * scans + t] = median(values)
    }
  }
  return out
}

/** Sorts the values in place; NaN sorts last, so the last one tells. */
function median(values: Float32Array): number {
  values.sort()
  const half = values.length >> 1
  if (values.length === 0 || Number.isNaN(values[values.length - 1])) return Number.NaN
  return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2
}

function countsOf(parcelOf: Int32Array, parcels: number): Int32Array {
  const counts = new Int32Array(parcels)
  for (const k of parcelOf) if (k >= 0) counts[k]++
  return counts
}

function scansOf(voxels: Float32Array, parcelOf: Int32Array): number {
  const scans = parcelOf.length === 0 ? 0 : voxels.length / parcelOf.length
  if (!Number.isInteger(scans)) {
    throw new RangeError(`${voxels.length} voxels, not scans of ${parcelOf.length}`)
  }
  return scans
}
