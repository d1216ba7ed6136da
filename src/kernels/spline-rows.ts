import { sphericalSpline } from './spherical-spline.ts'

/**
 * Potentials at some places of the head from those that were measured at others.
 *
 * @param rows the C measured signals, shape [T] each; one NaN makes the sample NaN everywhere
 * @param known their places, shape [C, 3]
 * @param wanted places of the M others, shape [M, 3]
 * @returns M signals, shape [T] each
 * @throws {RangeError} as `sphericalSpline`
 * @see mne.io.Raw.interpolate_bads
 */
export function splineRows(
  rows: readonly Float32Array[],
  known: Float64Array,
  wanted: Float64Array,
): Float32Array[] {
  const weights = sphericalSpline(known, wanted)
  const samples = rows[0]?.length ?? 0
  return Array.from({ length: wanted.length / 3 }, (_, m) => {
    const sum = new Float64Array(samples)
    for (const [c, row] of rows.entries()) {
      const weight = weights[m * rows.length + c]
      for (let t = 0; t < samples; t++) sum[t] += weight * row[t]
    }
    return Float32Array.from(sum)
  })
}
