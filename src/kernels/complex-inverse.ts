/**
 * Inverts a complex matrix by elimination with partial pivoting.
 *
 * @param a shape [N, N, 2], interleaved, not changed
 * @returns shape [N, N, 2]; NaN or infinite where the matrix is singular
 * @see numpy.linalg.inv
 */
export function complexInverse(a: Float64Array, n: number): Float64Array {
  const work = a.slice()
  const out = new Float64Array(2 * n * n)
  for (let i = 0; i < n; i++) out[2 * (i * n + i)] = 1
  for (let k = 0; k < n; k++) {
    const pivot = largestBelow(work, n, k)
    if (pivot !== k) {
      swapRows(work, n, k, pivot)
      swapRows(out, n, k, pivot)
    }
    const [re, im] = [work[2 * (k * n + k)], work[2 * (k * n + k) + 1]]
    const size = re * re + im * im
    scaleRow(work, n, k, [re / size, -im / size])
    scaleRow(out, n, k, [re / size, -im / size])
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const by: Pair = [work[2 * (i * n + k)], work[2 * (i * n + k) + 1]]
      takeRow(work, n, [i, k], by)
      takeRow(out, n, [i, k], by)
    }
  }
  return out
}

type Pair = readonly [number, number]

function largestBelow(a: Float64Array, n: number, k: number): number {
  let [best, most] = [k, -1]
  for (let i = k; i < n; i++) {
    const at = 2 * (i * n + k)
    const size = a[at] * a[at] + a[at + 1] * a[at + 1]
    if (size > most) [best, most] = [i, size]
  }
  return best
}

function swapRows(a: Float64Array, n: number, i: number, j: number): void {
  const kept = a.slice(2 * i * n, 2 * (i + 1) * n)
  a.copyWithin(2 * i * n, 2 * j * n, 2 * (j + 1) * n)
  a.set(kept, 2 * j * n)
}

function scaleRow(a: Float64Array, n: number, i: number, [re, im]: Pair): void {
  for (let at = 2 * i * n; at < 2 * (i + 1) * n; at += 2) {
    const [x, y] = [a[at], a[at + 1]]
    a[at] = x * re - y * im
    a[at + 1] = x * im + y * re
  }
}

/** Row i less a multiple of row k. */
function takeRow(a: Float64Array, n: number, [i, k]: Pair, [re, im]: Pair): void {
  for (let c = 0; c < n; c++) {
    const [to, from] = [2 * (i * n + c), 2 * (k * n + c)]
    a[to] -= a[from] * re - a[from + 1] * im
    a[to + 1] -= a[from] * im + a[from + 1] * re
  }
}
