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

/** Orthonormal rows that span the centred regressors. */
function orthonormalBasis(regressors: Float64Array, samples: number): Float64Array[] {
  const left: Float64Array[] = []
  for (let from = 0; from < regressors.length; from += samples) {
    const row = centred(regressors.subarray(from, from + samples))
    if (row) left.push(row)
  }
  const basis: Float64Array[] = []
  while (left.length > 0) {
    const lengths = left.map((row) => Math.sqrt(dot(row, row)))
    const longest = lengths.reduce((best, length, i) => (length > lengths[best] ? i : best), 0)
    if (lengths[longest] <= 1e-6) break
    const [row] = left.splice(longest, 1)
    for (const direction of basis) removeAlong(row, direction)
    scale(row, 1 / Math.sqrt(dot(row, row)))
    for (const other of left) removeAlong(other, row)
    basis.push(row)
  }
  return basis
}

/** The row without its mean and at length 1; `undefined` when it is constant. */
function centred(row: Float64Array): Float64Array | undefined {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length
  const out = row.map((value) => value - mean)
  const length = Math.sqrt(dot(out, out))
  if (length <= 1e-7 * Math.sqrt(dot(row, row))) return undefined
  scale(out, 1 / length)
  return out
}

function removeAlong(row: Float64Array, direction: Float64Array): void {
  const amount = dot(row, direction)
  for (let t = 0; t < row.length; t++) row[t] -= amount * direction[t]
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t]
  return sum
}

function scale(row: Float64Array, factor: number): void {
  for (let t = 0; t < row.length; t++) row[t] *= factor
}
