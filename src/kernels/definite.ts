/**
 * Finds the first matrix that is not safely positive definite.
 *
 * A matrix is safe when each variable keeps more than `share` of its variance once those before it
 * are known (the pivots of Cholesky's factor over the diagonal): independent of units, and above
 * what rounding to 32 bits leaves of a rank that is not there.
 *
 * @param matrices shape [R, N, N], symmetric
 * @returns its row, from 0 to R - 1; -1 when all are safe. A NaN is not safe
 * @throws {RangeError} `matrices` does not hold whole matrices
 */
export function firstIndefinite(matrices: Float64Array, n: number, share = 1e-6): number {
  if (matrices.length % (n * n)) throw new RangeError(`values are no matrices [${n}, ${n}]`)
  const l = new Float64Array(n * n)
  const rows = matrices.length / (n * n)
  for (let r = 0; r < rows; r++) if (!isSafe(matrices, r * n * n, l, { n, share })) return r
  return -1
}

function isSafe(
  a: Float64Array,
  from: number,
  l: Float64Array,
  { n, share }: { n: number; share: number },
): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[from + i * n + j]
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k]
      if (j < i) {
        l[i * n + j] = sum / l[j * n + j]
        continue
      }
      if (!(sum > share * a[from + i * n + i] && sum < Infinity)) return false
      l[i * n + i] = Math.sqrt(sum)
    }
  }
  return true
}
