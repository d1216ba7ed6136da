import { svd } from './svd.ts'

/** Directions whose singular value is smaller, of the largest, are taken for repetitions. */
const leastShare = 0.01

/**
 * The projection onto what is orthogonal to some vectors: I - U · Uᵀ, U an orthonormal basis of
 * what they span.
 *
 * Vectors are scaled to length 1 before; those of zeros count for nothing. Directions with a
 * singular value below a hundredth of the largest are left, as MNE-Python does.
 *
 * @param vectors shape [K, C]
 * @param channels C
 * @returns shape [C, C]
 * @throws {RangeError} C does not divide the number of values
 * @see mne.proj.make_projector
 */
export function outsideSpan(vectors: Float64Array, channels: number): Float64Array {
  const count = vectors.length / channels
  if (!Number.isInteger(count)) {
    throw new RangeError(`${vectors.length} values for ${channels} channels`)
  }
  const out = new Float64Array(channels * channels)
  for (let c = 0; c < channels; c++) out[c * channels + c] = 1
  const rows: number[][] = []
  for (let k = 0; k < count; k++) {
    const vector = [...vectors.subarray(k * channels, (k + 1) * channels)]
    const length = Math.hypot(...vector)
    if (length > 0) rows.push(vector.map((v) => v / length))
  }
  if (rows.length === 0) return out
  const { values, right } = svd(Float64Array.from(rows.flat()), rows.length)
  for (let k = 0; k < values.length && values[k] > leastShare * values[0]; k++) {
    const u = right.subarray(k * channels, (k + 1) * channels)
    for (let i = 0; i < channels; i++) {
      for (let j = 0; j < channels; j++) out[i * channels + j] -= u[i] * u[j]
    }
  }
  return out
}
