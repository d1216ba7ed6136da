/** The largest eigenvalues of a matrix, and a unit vector that belongs to each. */
export interface Eigenpairs {
  /** Shape [K], descending. */
  readonly values: Float64Array
  /** Shape [K, N]. */
  readonly vectors: Float64Array
}

/**
 * Gives the largest eigenvalues of a symmetric tridiagonal matrix and their vectors, by bisection
 * and inverse iteration.
 *
 * Eigenvalues should lie apart by more than rounding: vectors of values that coincide are not
 * made orthogonal. The sign of a vector is that of the arithmetic.
 *
 * @param diagonal shape [N]
 * @param beside shape [N - 1] or longer, none of them 0
 * @param count K, from 1 to N
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., sections 8.4.1 and 8.2.2;
 *   scipy.linalg.eigh_tridiagonal
 */
export function largestEigenpairs(
  diagonal: Float64Array,
  beside: Float64Array,
  count: number,
): Eigenpairs {
  const n = diagonal.length
  const values = new Float64Array(count)
  const vectors = new Float64Array(count * n)
  const [least, most] = gershgorin(diagonal, beside)
  for (let k = 0; k < count; k++) {
    values[k] = bisect({ diagonal, beside, rank: k }, least, k === 0 ? most : values[k - 1])
    vectors.set(inverseIteration(diagonal, beside, values[k], k), k * n)
  }
  return { values, vectors }
}

/** An interval that holds all eigenvalues. */
function gershgorin(diagonal: Float64Array, beside: Float64Array): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < diagonal.length; i++) {
    const left = i > 0 ? Math.abs(beside[i - 1]) : 0
    const right = i + 1 < diagonal.length ? Math.abs(beside[i]) : 0
    least = Math.min(least, diagonal[i] - left - right)
    most = Math.max(most, diagonal[i] + left + right)
  }
  return [least, most]
}

interface Sought {
  readonly diagonal: Float64Array
  readonly beside: Float64Array
  /** How many eigenvalues are larger. */
  readonly rank: number
}

function bisect(sought: Sought, low: number, high: number): number {
  let [from, to] = [low, high]
  for (let step = 0; step < 200; step++) {
    const middle = from + (to - from) / 2
    if (middle <= from || middle >= to) break
    if (countAbove(sought, middle) > sought.rank) from = middle
    else to = middle
  }
  return from + (to - from) / 2
}

/** How many eigenvalues lie above x: the positive pivots of the matrix less x (Sylvester). */
function countAbove({ diagonal, beside }: Sought, x: number): number {
  let above = 0
  let pivot = 1
  for (let i = 0; i < diagonal.length; i++) {
    const square = i === 0 ? 0 : beside[i - 1] * beside[i - 1]
    pivot = diagonal[i] - x - square / pivot
    if (pivot === 0) pivot = -1e-300
    if (pivot > 0) above++
  }
  return above
}

/** Starts with the symmetry that the vector of the k-th value has where the matrix has it. */
function inverseIteration(
  diagonal: Float64Array,
  beside: Float64Array,
  value: number,
  k: number,
): Float64Array {
  const n = diagonal.length
  const solveShifted = shiftedSolver(diagonal, beside, value)
  let x: Float64Array = Float64Array.from(
    { length: n },
    (_, i) => (k % 2 === 0 ? 1 : n - 1 - 2 * i) + 1e-3,
  )
  for (let round = 0; round < 4; round++) {
    x = solveShifted(x)
    let largest = 0
    for (const v of x) largest = Math.max(largest, Math.abs(v))
    let squares = 0
    for (let i = 0; i < n; i++) {
      x[i] /= largest
      squares += x[i] * x[i]
    }
    const length = Math.sqrt(squares)
    for (let i = 0; i < n; i++) x[i] /= length
  }
  return x
}

/** Elimination with partial pivoting of the matrix less a value, for many right-hand sides. */
function shiftedSolver(diagonal: Float64Array, beside: Float64Array, value: number) {
  const n = diagonal.length
  const [d, u, w] = [diagonal.map((v) => v - value), new Float64Array(n), new Float64Array(n)]
  const factors = new Float64Array(n)
  const swapped = new Uint8Array(n)
  for (let i = 0; i + 1 < n; i++) u[i] = beside[i]
  for (let i = 0; i + 1 < n; i++) {
    const below = beside[i]
    if (Math.abs(d[i]) >= Math.abs(below)) {
      factors[i] = d[i] === 0 ? 0 : below / d[i]
      d[i + 1] -= factors[i] * u[i]
      continue
    }
    swapped[i] = 1
    factors[i] = d[i] / below
    const [above, right] = [u[i], u[i + 1]]
    u[i] = d[i + 1]
    w[i] = right
    d[i] = below
    d[i + 1] = above - factors[i] * u[i]
    u[i + 1] = -factors[i] * right
  }
  return (b: Float64Array) => backwards({ d, u, w }, forwards(b, factors, swapped))
}

function forwards(b: Float64Array, factors: Float64Array, swapped: Uint8Array): Float64Array {
  const x = b.slice()
  for (let i = 0; i + 1 < x.length; i++) {
    if (swapped[i]) [x[i], x[i + 1]] = [x[i + 1], x[i]]
    x[i + 1] -= factors[i] * x[i]
  }
  return x
}

function backwards(
  { d, u, w }: Readonly<Record<'d' | 'u' | 'w', Float64Array>>,
  x: Float64Array,
): Float64Array {
  const n = x.length
  for (let i = n - 1; i >= 0; i--) {
    if (i + 1 < n) x[i] -= u[i] * x[i + 1]
    if (i + 2 < n) x[i] -= w[i] * x[i + 2]
    x[i] /= Math.abs(d[i]) < 1e-290 ? 1e-290 : d[i]
  }
  return x
}
