/**
 * The logarithm of the magnitude of a determinant, by elimination with partial pivoting.
 *
 * @param a shape [N, N], not changed
 * @returns minus infinity when `a` is singular, NaN when a value is not finite
 * @see `numpy.linalg.slogdet`
 */
export function logDeterminant(a: Float64Array, n: number): number {
  const rest = a.slice()
  let sum = 0
  for (let k = 0; k < n; k++) {
    const pivot = putPivot(rest, n, k)
    if (pivot === 0) return Number.NEGATIVE_INFINITY
    sum += Math.log(Math.abs(pivot))
    for (let r = k + 1; r < n; r++) {
      const factor = rest[r * n + k] / pivot
      for (let c = k + 1; c < n; c++) rest[r * n + c] -= factor * rest[k * n + c]
    }
  }
  return sum
}

/** Brings the largest element of the column to its row; gives it. */
function putPivot(a: Float64Array, n: number, column: number): number {
  let top = column
  for (let r = column + 1; r < n; r++) {
    if (!(Math.abs(a[r * n + column]) <= Math.abs(a[top * n + column]))) top = r
  }
  for (let c = 0; c < n && top !== column; c++) {
    const kept = a[column * n + c]
    a[column * n + c] = a[top * n + c]
    a[top * n + c] = kept
  }
  return a[column * n + column]
}
