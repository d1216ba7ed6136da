/**
 * Makes orthonormal rows that span the regressors, by Gram-Schmidt with the longest remainder
 * first.
 *
 * A regressor that the others give to within `tolerance` of its length adds nothing and is left
 * out, as is a constant one where rows are centred.
 *
 * @param regressors shape [K, T]
 * @param samples T, at least 1
 * @param options `centred` (default true): rows lose their mean first; `tolerance` is 1e-6 by
 *   default, the precision of f32 storage
 * @returns rows of shape [T], at most K of them; NaN in a regressor makes rows NaN
 * @throws {RangeError} T does not divide the number of values
 */
export function orthonormalBasis(
  regressors: Float64Array,
  samples: number,
  { centred = true, tolerance = 1e-6 }: { centred?: boolean; tolerance?: number } = {},
): Float64Array[] {
  if (regressors.length % samples !== 0) {
    throw new RangeError(`${regressors.length} values, not rows of ${samples}`)
  }
  const left: Float64Array[] = []
  for (let from = 0; from < regressors.length; from += samples) {
    const row = prepared(regressors.subarray(from, from + samples), centred)
    if (row) left.push(row)
  }
  const basis: Float64Array[] = []
  while (left.length > 0) {
    const lengths = left.map((row) => Math.sqrt(dot(row, row)))
    const longest = lengths.reduce((best, length, i) => (length > lengths[best] ? i : best), 0)
    if (lengths[longest] <= tolerance) break
    const [row] = left.splice(longest, 1)
    for (const direction of basis) removeAlong(row, direction)
    scale(row, 1 / Math.sqrt(dot(row, row)))
    for (const other of left) removeAlong(other, row)
    basis.push(row)
  }
  return basis
}

/**
 * Takes from a row, in place, what lies along a direction of length 1; both of shape [T].
 */
export function removeAlong(row: Float64Array, direction: Float64Array): void {
  const amount = dot(row, direction)
  for (let t = 0; t < row.length; t++) row[t] -= amount * direction[t]
}

/** The row, without its mean where asked, at length 1; `undefined` when nothing is left. */
function prepared(row: Float64Array, centred: boolean): Float64Array | undefined {
  const mean = centred ? row.reduce((sum, value) => sum + value, 0) / row.length : 0
  const out = row.map((value) => value - mean)
  const length = Math.sqrt(dot(out, out))
  if (length <= 1e-7 * Math.sqrt(dot(row, row))) return undefined
  scale(out, 1 / length)
  return out
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t]
  return sum
}

function scale(row: Float64Array, factor: number): void {
  for (let t = 0; t < row.length; t++) row[t] *= factor
}
