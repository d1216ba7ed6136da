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
export function tridiagonal(a: Float64Array, n: number, withQ = true): Tridiagonal {
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

/** Replaces the tail of row k by its reflector u, u[first] = 1; I - scale · u uᵀ zeroes the rest. */
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

/** p = trailing matrix · u, while the rows below k + 1 get the update of the reflection before. */
function product(
  work: Float64Array,
  n: number,
  k: number,
  { w, p }: { w: Float64Array; p: Float64Array },
): void {
  const u = k * n
  const before = k > 0 ? u - n : u
  const pending = k > 0 ? 1 : 0
  p.fill(0, k + 1)
  for (let i = k + 1; i < n; i++) {
    const row = i * n
    const ui = work[u + i]
    const bi = pending * work[before + i]
    const wi = pending * w[i]
    const corner = work[row + i] - 2 * bi * wi
    work[row + i] = corner
    let sum = corner * ui
    for (let j = i + 1; j < n; j++) {
      const x = work[row + j] - bi * w[j] - wi * work[before + j]
      work[row + j] = x
      sum += x * work[u + j]
      p[j] += x * ui
    }
    p[i] += sum
  }
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
    for (let i = k + 1; i < n; i++) {
      const ui = work[u + i] * scale[k]
      for (let j = k + 1; j < n; j++) sums[j] += ui * q[i * n + j]
    }
    for (let i = k + 1; i < n; i++) {
      const ui = work[u + i]
      for (let j = k + 1; j < n; j++) q[i * n + j] -= ui * sums[j]
    }
  }
  return q
}
