/**
 * Transforms a symmetric matrix as covariances are transformed: w · c · wᵀ.
 *
 * @param w shape [N, N]
 * @param c shape [N, N], symmetric
 * @returns shape [N, N], exactly symmetric
 * @throws {RangeError} a matrix is not [N, N]
 */
export function congruence(w: Float64Array, c: Float64Array, n: number): Float64Array {
  if (w.length !== n * n || c.length !== n * n) throw new RangeError(`not matrices [${n}, ${n}]`)
  const out = new Float64Array(n * n)
  const row = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    rowTimes(w, c, i * n, row)
    for (let j = i; j < n; j++) {
      const at = j * n
      let even = 0
      let odd = 0
      let k = 0
      for (; k + 1 < n; k += 2) {
        even += row[k] * w[at + k]
        odd += row[k + 1] * w[at + k + 1]
      }
      if (k < n) even += row[k] * w[at + k]
      out[i * n + j] = even + odd
      out[at + i] = even + odd
    }
  }
  return out
}

/** Row of w times c, which is symmetric, so that its rows stand for its columns. */
function rowTimes(w: Float64Array, c: Float64Array, from: number, row: Float64Array): void {
  const n = row.length
  for (let j = 0; j < n; j++) {
    const at = j * n
    let even = 0
    let odd = 0
    let k = 0
    for (; k + 1 < n; k += 2) {
      even += w[from + k] * c[at + k]
      odd += w[from + k + 1] * c[at + k + 1]
    }
    if (k < n) even += w[from + k] * c[at + k]
    row[j] = even + odd
  }
}
