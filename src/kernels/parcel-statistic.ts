/** What the voxels of a parcel are reduced to, beside mean and median. */
export type ParcelStatistic = 'sum' | 'deviation' | 'variance' | 'minimum' | 'maximum'

/**
 * Reduces the voxels of each parcel, scan by scan; deviation and variance divide by the number of
 * voxels.
 *
 * NaN in one voxel makes its parcel NaN in that scan; a parcel without voxels is NaN throughout.
 *
 * @param voxels scans, shape [T, V]
 * @param parcelOf shape [V], the parcel of each voxel from 0 to K - 1, below 0 for none
 * @param parcels K
 * @returns shape [K, T]
 * @throws {RangeError} V does not divide the scans
 * @see nilearn.maskers.NiftiLabelsMasker with its `strategy`
 */
export function parcelStatistic(
  voxels: Float32Array,
  parcelOf: Int32Array,
  parcels: number,
  statistic: ParcelStatistic,
): Float32Array {
  const scans = parcelOf.length === 0 ? 0 : voxels.length / parcelOf.length
  if (!Number.isInteger(scans)) {
    throw new RangeError(`${voxels.length} voxels, not scans of ${parcelOf.length}`)
  }
  const members: number[][] = Array.from({ length: parcels }, () => [])
  for (let v = 0; v < parcelOf.length; v++) if (parcelOf[v] >= 0) members[parcelOf[v]].push(v)
  const out = new Float32Array(parcels * scans)
  for (let t = 0; t < scans; t++) {
    const scan = voxels.subarray(t * parcelOf.length, (t + 1) * parcelOf.length)
    for (let k = 0; k < parcels; k++) {
      out[k * scans + t] = members[k].length === 0 ? NaN : statistics[statistic](scan, members[k])
    }
  }
  return out
}

type Reduce = (scan: Float32Array, members: readonly number[]) => number

const statistics: Readonly<Record<ParcelStatistic, Reduce>> = {
  sum: (scan, members) => members.reduce((total, v) => total + scan[v], 0),
  deviation: (scan, members) => Math.sqrt(variance(scan, members)),
  variance,
  minimum: (scan, members) => members.reduce((low, v) => Math.min(low, scan[v]), Infinity),
  maximum: (scan, members) => members.reduce((high, v) => Math.max(high, scan[v]), -Infinity),
}

function variance(scan: Float32Array, members: readonly number[]): number {
  const mean = members.reduce((total, v) => total + scan[v], 0) / members.length
  const squares = members.reduce((total, v) => total + (scan[v] - mean) ** 2, 0)
  return squares / members.length
}
