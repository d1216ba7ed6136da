/**
 * As `cholesky`, without WebAssembly: for small matrices, where it is as fast.
 *
 * @param a shape [N, N]
 * @param floor what smaller pivots are raised to where it is above 0, so that any matrix has a
 *   factor (a regularised one: for preconditioners only)
 * @returns the lower factor, shape [N, N]
 * @throws {RangeError} `a` is not square, or, with floor 0, not positive definite (or holds NaN)
 */
export function choleskyScalar(a: Float64Array, n: number, floor = 0): Float64Array {
  if (a.length !== n * n) throw new RangeError(`${a.length} values are no matrix [${n}, ${n}]`)
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const ri = i * n
    for (let j = 0; j < i; j++) {
      l[ri + j] = (a[ri + j] - dot(l, ri, j * n, j)) / l[j * n + j]
    }
    const pivot = Math.max(a[ri + i] - dot(l, ri, ri, i), floor)
    if (!(pivot > 0)) throw new RangeError(`not positive definite at row ${i}`)
    l[ri + i] = Math.sqrt(pivot)
  }
  return l
}

/** Four sums at once hide the latency of an addition. */
function dot(l: Float64Array, p: number, q: number, length: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 3 < length; k += 4) {
    s0 += l[p + k] * l[q + k]
    s1 += l[p + k + 1] * l[q + k + 1]
    s2 += l[p + k + 2] * l[q + k + 2]
    s3 += l[p + k + 3] * l[q + k + 3]
  }
  for (; k < length; k++) s0 += l[p + k] * l[q + k]
  return s0 + s1 + s2 + s3
}
