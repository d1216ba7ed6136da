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
  const [count, made] = [known.length / 3, wanted.length / 3]
  if (count === 0) throw new RangeError('no electrode is known')
  const among = sphereSeries(known, known, order, terms)
  const between = sphereSeries(known, wanted, order, terms)
  return weightsOf(among, between, { count, made, ridge })
}

/** Gives the weights of some electrodes in others, by number; shape [wanted, known]. */
export type SplinesAmong = (known: readonly number[], wanted: readonly number[]) => Float64Array

/**
 * Does what `sphericalSpline` does for any parts of the same electrodes: the series of a pair is
 * summed once, however many parts it belongs to.
 *
 * @param places around the centre of the head, shape [C, 3]
 * @throws {RangeError} as `sphericalSpline`
 */
export function splinesAmong(
  places: Float64Array,
  { order = 4, terms = 50, ridge = 1e-5 }: SplineOptions = {},
): SplinesAmong {
  const all = places.length / 3
  const series = sphereSeries(places, places, order, terms)
  return (known, wanted) => {
    const [count, made] = [known.length, wanted.length]
    if (count === 0) throw new RangeError('no electrode is known')
    const among = new Float64Array(count * count)
    const between = new Float64Array(count * made)
    for (const [i, a] of known.entries()) {
      for (let j = 0; j < count; j++) among[i * count + j] = series[a * all + known[j]]
      for (let k = 0; k < made; k++) between[i * made + k] = series[a * all + wanted[k]]
    }
    return weightsOf(among, between, { count, made, ridge })
  }
}

interface Sizes {
  /** Electrodes that are known, C. */
  readonly count: number
  /** Places that are wanted, M. */
  readonly made: number
  readonly ridge: number
}

/** From series of the known with each other, shape [C, C], and with those wanted, shape [C, M]. */
function weightsOf(among: Float64Array, between: Float64Array, sizes: Sizes): Float64Array {
  const { count, made, ridge } = sizes
  const n = count + 1
  // the system is symmetric, so its solution for the wanted places gives the weights themselves
  const system = new Float64Array(n * n)
  const right = new Float64Array(n * made)
  for (let i = 0; i < count; i++) {
    system.set(among.subarray(i * count, (i + 1) * count), i * n)
    system[i * n + i] += ridge
    system[i * n + count] = 1
    system[count * n + i] = 1
  }
  right.set(between)
  right.fill(1, count * made)
  const solved = solve(system, n, right)
  const weights = new Float64Array(made * count)
  for (let k = 0; k < made; k++) {
    for (let i = 0; i < count; i++) weights[k * count + i] = solved[i * made + k]
  }
  return weights
}
