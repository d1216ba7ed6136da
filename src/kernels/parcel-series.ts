/**
 * Averages the voxels of each parcel, scan by scan.
 *
 * NaN in one voxel makes its parcel NaN in that scan; a parcel without voxels is NaN throughout.
 *
 * @param voxels scans, shape [T, V]
 * @param parcelOf shape [V], the parcel of each voxel from 0 to K - 1, below 0 for none
 * @param parcels K
 * @param runs what `parcelRuns` gives for these parcels, for whoever asks again and again
 * @returns shape [K, T]
 * @throws {RangeError} V does not divide the scans
 * @see scipy.ndimage.mean, as nilearn.maskers.NiftiLabelsMasker uses it
 */
export function parcelMeans(
  voxels: Float32Array,
  parcelOf: Int32Array,
  parcels: number,
  runs: Int32Array = parcelRuns(parcelOf),
): Float32Array {
  const scans = scansOf(voxels, parcelOf)
  const counts = new Int32Array(parcels)
  for (let r = 0; r < runs.length; r += 3) counts[runs[r + 2]] += runs[r + 1] - runs[r]
  const out = new Float32Array(parcels * scans)
  const sums = new Float64Array(4 * parcels)
  for (let t = 0; t < scans; t += 4) {
    sums.fill(0)
    const some = Math.min(4, scans - t)
    const size = parcelOf.length
    if (some === 4) sumFour(sums, voxels.subarray(t * size, (t + 4) * size), runs)
    else for (let i = 0; i < some; i++) sumOne(sums, voxels, runs, { i, from: (t + i) * size })
    for (let k = 0; k < parcels; k++) {
      for (let i = 0; i < some; i++) out[k * scans + t + i] = sums[4 * k + i] / counts[k]
    }
  }
  return out
}

/**
 * Finds voxels that follow each other in one parcel.
 *
 * @param parcelOf shape [V], the parcel of each voxel, below 0 for none
 * @returns of each such run the first voxel, the one after the last, and the parcel; shape [N, 3]
 */
export function parcelRuns(parcelOf: Int32Array): Int32Array {
  const runs: number[] = []
  for (let v = 0; v < parcelOf.length; ) {
    const from = v
    const parcel = parcelOf[from]
    while (v < parcelOf.length && parcelOf[v] === parcel) v++
    if (parcel >= 0) runs.push(from, v, parcel)
  }
  return Int32Array.from(runs)
}

/** Adds up four scans at once, so that no sum waits for the one before it; sums [K, 4]. */
function sumFour(sums: Float64Array, x: Float32Array, runs: Int32Array): void {
  const size = x.length >> 2
  for (let r = 0; r < runs.length; r += 3) {
    const at = 4 * runs[r + 2]
    let a = sums[at]
    let b = sums[at + 1]
    let c = sums[at + 2]
    let d = sums[at + 3]
    for (let v = runs[r], end = runs[r + 1]; v < end; v++) {
      a += x[v]
      b += x[v + size]
      c += x[v + 2 * size]
      d += x[v + 3 * size]
    }
    sums[at] = a
    sums[at + 1] = b
    sums[at + 2] = c
    sums[at + 3] = d
  }
}

function sumOne(
  sums: Float64Array,
  x: Float32Array,
  runs: Int32Array,
  { i, from }: { readonly i: number; readonly from: number },
): void {
  for (let r = 0; r < runs.length; r += 3) {
    let sum = sums[4 * runs[r + 2] + i]
    for (let v = from + runs[r], end = from + runs[r + 1]; v < end; v++) sum += x[v]
    sums[4 * runs[r + 2] + i] = sum
  }
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
