import { solve } from './solve.ts'

/** Constants of the spline; those of MNE when not given. */
export interface SplineOptions {
  /** Order of the derivative that is kept small, m; at least 2. */
  readonly order?: number
  /** Terms of the Legendre series. */
  readonly terms?: number
  /** Added to the diagonal, so that electrodes in one place do no harm. */
  readonly ridge?: number
}

/**
 * Weights by which potentials at some places of a sphere give those at others: the smoothest
 * function on the sphere that goes through the known ones.
 *
 * Each row of weights adds up to 1, so that a constant is kept. Directions count, not distances.
 *
 * @param known places of the C known electrodes around the centre of the head, shape [C, 3]
 * @param wanted places of the M others, shape [M, 3]
 * @returns weights, shape [M, C]; the potentials are weights times those of the known electrodes
 * @throws {RangeError} no electrode is known, or a place is not finite or the centre itself
 * @see Perrin, Pernier, Bertrand & Echallier (1989), Electroencephalogr. Clin. Neurophysiol.
 *   72(2):184-187, doi:10.1016/0013-4694(89)90180-6; with constants as in MNE's
 *   `_make_interpolation_matrix`
 */
export function sphericalSpline(
  known: Float64Array,
  wanted: Float64Array,
  { order = 4, terms = 50, ridge = 1e-5 }: SplineOptions = {},
): Float64Array {
  const [from, to] = [directions(known), directions(wanted)]
  const [c, m] = [from.length / 3, to.length / 3]
  if (c === 0) throw new RangeError('no electrode is known')
  const factors = seriesFactors(order, terms)
  const n = c + 1
  // the system is symmetric, so its solution for the wanted places gives the weights themselves
  const system = new Float64Array(n * n)
  const right = new Float64Array(n * m)
  for (let i = 0; i < c; i++) {
    for (let j = 0; j < c; j++) system[i * n + j] = legendreSum(cosine(from, i, from, j), factors)
    system[i * n + i] += ridge
    system[i * n + c] = 1
    system[c * n + i] = 1
    for (let k = 0; k < m; k++) right[i * m + k] = legendreSum(cosine(from, i, to, k), factors)
  }
  right.fill(1, c * m)
  const solved = solve(system, n, right)
  const weights = new Float64Array(m * c)
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < c; i++) weights[k * c + i] = solved[i * m + k]
  }
  return weights
}

/** Unit vectors, shape [N, 3]. */
function directions(places: Float64Array): Float64Array {
  const out = places.slice()
  for (let i = 0; i + 2 < out.length; i += 3) {
    const length = Math.hypot(out[i], out[i + 1], out[i + 2])
    if (!(length > 0 && Number.isFinite(length))) {
      throw new RangeError(`electrode ${i / 3} has no direction`)
    }
    for (let axis = 0; axis < 3; axis++) out[i + axis] /= length
  }
  return out
}

function cosine(a: Float64Array, i: number, b: Float64Array, j: number): number {
  const [p, q] = [3 * i, 3 * j]
  const dot = a[p] * b[q] + a[p + 1] * b[q + 1] + a[p + 2] * b[q + 2]
  return Math.max(-1, Math.min(1, dot))
}

/** (2n + 1) / (n (n + 1))^m / 4 pi for n = 1, 2, ... */
function seriesFactors(order: number, terms: number): Float64Array {
  return Float64Array.from({ length: terms }, (_, i) => {
    const n = i + 1
    return (2 * n + 1) / ((n * (n + 1)) ** order * 4 * Math.PI)
  })
}

/** The sum of factors times Legendre polynomials of degree 1, 2, ... at x. */
function legendreSum(x: number, factors: Float64Array): number {
  let [before, now, sum] = [1, x, 0]
  for (let n = 1; n <= factors.length; n++) {
    sum += factors[n - 1] * now
    const next = ((2 * n + 1) * x * now - n * before) / (n + 1)
    before = now
    now = next
  }
  return sum
}
