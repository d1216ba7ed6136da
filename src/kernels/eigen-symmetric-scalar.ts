import { tridiagonalScalar } from './tridiagonal-scalar.ts'

/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface Eigen {
  /** Shape [N], ascending. */
  readonly values: Float64Array
  /** Shape [N, N]; column k is the unit eigenvector of `values[k]`. */
  readonly vectors: Float64Array
}

/**
 * As `eigenSymmetric`, without WebAssembly: Householder reduction, then implicit QR with
 * Wilkinson's shift. Errors are of the same size, signs of vectors may differ.
 *
 * @param a shape [N, N]; only its upper triangle is read, and it is not changed
 * @throws {RangeError} `a` is not square
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.3
 */
export function eigenSymmetricScalar(a: Float64Array, n: number): Eigen {
  const unit = unitOf(a, n)
  if (Number.isNaN(unit)) {
    return { values: new Float64Array(n).fill(NaN), vectors: new Float64Array(n * n).fill(NaN) }
  }
  const scaled = a.map((value) => value / unit)
  const { diagonal, beside, q } = tridiagonalScalar(scaled, n)
  diagonalize(diagonal, beside, q)
  for (let k = 0; k < n; k++) diagonal[k] *= unit
  return ascending(diagonal, q)
}

/**
 * What a symmetric matrix is divided by before its squares are taken.
 *
 * @param a shape [N, N]; only its upper triangle is read
 * @returns a power of two near the largest magnitude, 1 for zeros; NaN when a value is not finite
 * @throws {RangeError} `a` is not square
 */
export function unitOf(a: Float64Array, n: number): number {
  if (a.length !== n * n) throw new RangeError(`${a.length} values are no matrix [${n}, ${n}]`)
  let largest = 0
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const size = Math.abs(a[i * n + j])
      if (!(size < Infinity)) return NaN
      if (size > largest) largest = size
    }
  }
  return largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 1
}

/** Rotations that wait to be applied to q: applied together, a row of q stays in the cache. */
interface Rotations {
  /** First column and number of rotations of each sweep, alternating. */
  readonly sweeps: number[]
  /** Cosine and sine of each rotation, alternating. */
  readonly cs: Float64Array
  count: number
}

/**
 * Makes a symmetric tridiagonal matrix diagonal, in place.
 *
 * @param d the diagonal, shape [N]; becomes the eigenvalues, in no order
 * @param e beside the diagonal, shape [N], the last is not read; becomes zeros
 * @param q shape [N, N], gets the rotations from the right where it is given
 */
export function diagonalize(d: Float64Array, e: Float64Array, q?: Float64Array): void {
  const n = d.length
  const room = Math.max(64, 8 * n)
  const waiting: Rotations = { sweeps: [], cs: new Float64Array(2 * room), count: 0 }
  const flush = () => {
    if (q) rotate(q, n, waiting)
    waiting.count = 0
    waiting.sweeps.length = 0
  }
  let steps = 0
  for (let high = n - 1; high > 0; ) {
    let low = high
    while (low > 0 && !negligible(d, e, low - 1)) low--
    if (low === high) {
      high--
      continue
    }
    if (steps++ > 60 * n) throw new RangeError('the QR iteration does not converge')
    if (waiting.count + n > room) flush()
    sweep(d, e, low, { high, waiting })
  }
  flush()
}

function negligible(d: Float64Array, e: Float64Array, k: number): boolean {
  const size = Math.abs(e[k])
  if (size > 1e-40 && size > Number.EPSILON * (Math.abs(d[k]) + Math.abs(d[k + 1]))) return false
  e[k] = 0
  return true
}

/** One implicit QR step on rows low..high, shifted by the eigenvalue of the last corner. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  low: number,
  { high, waiting }: { high: number; waiting: Rotations },
): void {
  const corner = e[high - 1]
  const delta = (d[high - 1] - d[high]) / 2
  const root = Math.sqrt(delta * delta + corner * corner)
  const shift = d[high] - (corner * corner) / (delta + (delta < 0 ? -root : root))
  let x = d[low] - shift
  let z = e[low]
  waiting.sweeps.push(low, high - low)
  for (let k = low; k < high; k++) {
    const r = Math.sqrt(x * x + z * z)
    const c = r > 0 ? x / r : 1
    const s = r > 0 ? z / r : 0
    if (k > low) e[k - 1] = r
    const t = s * (d[k + 1] - d[k]) + 2 * c * e[k]
    const moved = s * t
    d[k] += moved
    d[k + 1] -= moved
    e[k] = c * t - e[k]
    if (k + 1 < high) {
      x = e[k]
      z = s * e[k + 1]
      e[k + 1] *= c
    }
    waiting.cs[2 * waiting.count] = c
    waiting.cs[2 * waiting.count++ + 1] = s
  }
}

/** Applies the waiting rotations to the columns of q, four rows at a time. */
function rotate(q: Float64Array, n: number, waiting: Rotations): void {
  const { sweeps, cs } = waiting
  for (let i = 0; i < n; i += 4) {
    for (let m = 0, from = 0; m < sweeps.length; m += 2) {
      const to = from + 2 * sweeps[m + 1]
      rotateRows(q, n, i, { column: sweeps[m], cs, from, to })
      from = to
    }
  }
}

/** One sweep over rows i..i+3; beyond the last row the last is done twice, to the same values. */
function rotateRows(
  q: Float64Array,
  n: number,
  i: number,
  run: { column: number; cs: Float64Array; from: number; to: number },
): void {
  const { cs, to } = run
  let p0 = i * n + run.column
  let p1 = p0 + (i + 1 < n ? n : 0)
  let p2 = p1 + (i + 2 < n ? n : 0)
  let p3 = p2 + (i + 3 < n ? n : 0)
  let a0 = q[p0]
  let a1 = q[p1]
  let a2 = q[p2]
  let a3 = q[p3]
  for (let m = run.from; m < to; m += 2) {
    const c = cs[m]
    const s = cs[m + 1]
    const b0 = q[p0 + 1]
    const b1 = q[p1 + 1]
    const b2 = q[p2 + 1]
    const b3 = q[p3 + 1]
    q[p0++] = c * a0 + s * b0
    q[p1++] = c * a1 + s * b1
    q[p2++] = c * a2 + s * b2
    q[p3++] = c * a3 + s * b3
    a0 = c * b0 - s * a0
    a1 = c * b1 - s * a1
    a2 = c * b2 - s * a2
    a3 = c * b3 - s * a3
  }
  q[p0] = a0
  q[p1] = a1
  q[p2] = a2
  q[p3] = a3
}

function ascending(values: Float64Array, q: Float64Array): Eigen {
  const n = values.length
  const order = new Int32Array(n)
  for (let k = 0; k < n; k++) {
    let at = k
    for (; at > 0 && values[order[at - 1]] > values[k]; at--) order[at] = order[at - 1]
    order[at] = k
  }
  const vectors = new Float64Array(n * n)
  const sorted = new Float64Array(n)
  for (let k = 0; k < n; k++) sorted[k] = values[order[k]]
  for (let row = 0; row < n * n; row += n) {
    for (let k = 0; k < n; k++) vectors[row + k] = q[row + order[k]]
  }
  return { values: sorted, vectors }
}
