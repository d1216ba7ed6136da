/** A symmetric matrix in tridiagonal form: a = q · t · qᵀ. */
export interface Tridiagonal {
  /** Diagonal of t, shape [N]. */
  readonly diagonal: Float64Array
  /** Beside the diagonal, shape [N]; the last is 0. */
  readonly beside: Float64Array
  /** Orthogonal, shape [N, N]; empty when it was not asked for. */
  readonly q: Float64Array
}

/**
 * Brings a symmetric matrix to tridiagonal form by Householder reflections.
 *
 * The update that belongs to one reflection is done in the pass that multiplies by the next, so
 * that the matrix is read once for each reflection.
 *
 * @param a shape [N, N]; only its upper triangle is read, and it is not changed
 * @param withQ whether q is wanted, which is half of the work
 * @returns t and q; relative backward error about N · 1e-16
 * @throws {RangeError} `a` is not square
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.3.1
 */
export function tridiagonalScalar(a: Float64Array, n: number, withQ = true): Tridiagonal {
  if (a.length !== n * n) throw new RangeError(`${a.length} values are no matrix [${n}, ${n}]`)
  const work = a.slice()
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(n)
  const scale = new Float64Array(n)
  const w = new Float64Array(n)
  const p = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    if (k > 0) updateRow(work, n, k, w)
    diagonal[k] = work[k * n + k]
    if (k + 1 === n) break
    reflect(work, n, k, { beside, scale })
    product(work, n, k, { w, p })
    finish(work, n, k, { w, p, scale: scale[k] })
  }
  return { diagonal, beside, q: withQ ? accumulate(work, n, scale) : new Float64Array(0) }
}

/** Row k gets the update of the reflection before it; its tail is then ready to be reflected. */
function updateRow(work: Float64Array, n: number, k: number, w: Float64Array): void {
  const row = k * n
  const u = row - n
  const uk = work[u + k]
  const wk = w[k]
  for (let j = k; j < n; j++) work[row + j] -= uk * w[j] + wk * work[u + j]
}

/** Replaces the tail of row k by its reflector u, u[first] = 1: I - scale · u uᵀ. */
function reflect(
  work: Float64Array,
  n: number,
  k: number,
  out: { beside: Float64Array; scale: Float64Array },
): void {
  const row = k * n
  const first = work[row + k + 1]
  let rest = 0
  for (let j = k + 2; j < n; j++) rest += work[row + j] * work[row + j]
  out.beside[k] = first
  work[row + k + 1] = 1
  if (rest === 0) return
  const norm = Math.sqrt(first * first + rest)
  const to = first > 0 ? -norm : norm
  out.beside[k] = to
  out.scale[k] = (to - first) / to
  const by = 1 / (first - to)
  for (let j = k + 2; j < n; j++) work[row + j] *= by
}

/** p = trailing matrix · u, while the rows below k get the update of the reflection before. */
function product(
  work: Float64Array,
  n: number,
  k: number,
  { w, p }: { w: Float64Array; p: Float64Array },
): void {
  const first = k === 0
  p.fill(0, k + 1)
  const pass = { w, p, i: k + 1, first }
  for (; pass.i + 1 < n; pass.i += 2) productOfTwo(work, n, k, pass)
  const { i } = pass
  if (i >= n) return
  const before = first ? 0 : (k - 1) * n
  const last = i * n + i
  if (!first) work[last] -= 2 * work[before + i] * w[i]
  p[i] += work[last] * work[k * n + i]
}

interface Pass {
  readonly w: Float64Array
  readonly p: Float64Array
  readonly i: number
  /** Before the first reflection there is no update. */
  readonly first: boolean
}

/** Rows i and i + 1 of the product together: what they share is loaded once. */
function productOfTwo(work: Float64Array, n: number, k: number, pass: Pass): void {
  const { w, p, i, first } = pass
  const u = k * n
  const b = first ? u : u - n
  const r0 = i * n
  const r1 = r0 + n
  const u0 = work[u + i]
  const u1 = work[u + i + 1]
  const b0 = first ? 0 : work[b + i]
  const b1 = first ? 0 : work[b + i + 1]
  const w0 = first ? 0 : w[i]
  const w1 = first ? 0 : w[i + 1]
  const a00 = work[r0 + i] - 2 * b0 * w0
  const a01 = work[r0 + i + 1] - b0 * w1 - w0 * b1
  const a11 = work[r1 + i + 1] - 2 * b1 * w1
  work[r0 + i] = a00
  work[r0 + i + 1] = a01
  work[r1 + i + 1] = a11
  let s0 = a00 * u0 + a01 * u1
  let s1 = a01 * u0 + a11 * u1
  for (let j = i + 2; j < n; j++) {
    const bj = work[b + j]
    const uj = work[u + j]
    const x = work[r0 + j] - b0 * w[j] - w0 * bj
    const y = work[r1 + j] - b1 * w[j] - w1 * bj
    work[r0 + j] = x
    work[r1 + j] = y
    s0 += x * uj
    s1 += y * uj
    p[j] += x * u0 + y * u1
  }
  p[i] += s0
  p[i + 1] += s1
}

/** w, such that the trailing matrix becomes itself less u wᵀ + w uᵀ. */
function finish(
  work: Float64Array,
  n: number,
  k: number,
  { w, p, scale }: { w: Float64Array; p: Float64Array; scale: number },
): void {
  const u = k * n
  let inner = 0
  for (let j = k + 1; j < n; j++) inner += p[j] * work[u + j]
  const half = (scale * inner) / 2
  for (let j = k + 1; j < n; j++) w[j] = scale * (p[j] - half * work[u + j])
}

/** q = the product of all reflections, from the last to the first. */
function accumulate(work: Float64Array, n: number, scale: Float64Array): Float64Array {
  const q = new Float64Array(n * n)
  const sums = new Float64Array(n)
  for (let i = 0; i < n; i++) q[i * n + i] = 1
  for (let k = n - 2; k >= 0; k--) {
    if (scale[k] === 0) continue
    const u = k * n
    sums.fill(0, k + 1)
    for (let i = k + 1; i < n; i += 2) {
      const two = i + 1 < n
      const v0 = work[u + i] * scale[k]
      const v1 = two ? work[u + i + 1] * scale[k] : 0
      const r0 = i * n
      const r1 = two ? r0 + n : r0
      for (let j = k + 1; j < n; j++) sums[j] += v0 * q[r0 + j] + v1 * q[r1 + j]
    }
    for (let i = k + 1; i < n; i++) {
      const ui = work[u + i]
      const row = i * n
      for (let j = k + 1; j < n; j++) q[row + j] -= ui * sums[j]
    }
  }
  return q
}
