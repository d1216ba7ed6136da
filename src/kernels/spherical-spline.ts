import { solve } from './solve.ts'
import { sphereSeries } from './sphere-series.ts'

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
  const [c, m] = [known.length / 3, wanted.length / 3]
  if (c === 0) throw new RangeError('no electrode is known')
  const among = sphereSeries(known, known, order, terms)
  const between = sphereSeries(known, wanted, order, terms)
  const n = c + 1
  // the system is symmetric, so its solution for the wanted places gives the weights themselves
  const system = new Float64Array(n * n)
  const right = new Float64Array(n * m)
  for (let i = 0; i < c; i++) {
    system.set(among.subarray(i * c, (i + 1) * c), i * n)
    system[i * n + i] += ridge
    system[i * n + c] = 1
    system[c * n + i] = 1
  }
  right.set(between)
  right.fill(1, c * m)
  const solved = solve(system, n, right)
  const weights = new Float64Array(m * c)
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < c; i++) weights[k * c + i] = solved[i * m + k]
  }
  return weights
}
