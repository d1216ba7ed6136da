import { orthonormalBasis, removeAlong } from './orthonormal-basis.ts'

/**
 * Removes from each row what the regressors explain of it; the mean of the row stays.
 *
 * Least squares with an intercept, by an orthonormal basis of the centred regressors (Gram-Schmidt,
 * twice, the longest remainder first). A regressor that is constant, or that the others give to
 * within 1e-6 of its length (the precision of f32 storage), adds nothing and is left out. NaN in a
 * row makes that row NaN; NaN in a regressor makes all rows NaN.
 *
 * @param x signals, shape [R, T]
 * @param regressors shape [K, T]; K may be 0
 * @param samples T, at least 1
 * @returns shape [R, T], a new array
 * @throws {RangeError} T does not divide the lengths
 * @see nilearn.signal.clean with `detrend=False, standardize=None, confounds=...`
 */
export function regressOut(
  x: Float32Array,
  regressors: Float64Array,
  samples: number,
): Float32Array {
  if (x.length % samples !== 0 || regressors.length % samples !== 0) {
    throw new RangeError(`${x.length} and ${regressors.length} values, not rows of ${samples}`)
  }
  const basis = orthonormalBasis(regressors, samples)
  const out = new Float32Array(x.length)
  const row = new Float64Array(samples)
  for (let from = 0; from < x.length; from += samples) {
    for (let t = 0; t < samples; t++) row[t] = x[from + t]
    for (const direction of basis) removeAlong(row, direction)
    out.set(row, from)
  }
  return out
}
