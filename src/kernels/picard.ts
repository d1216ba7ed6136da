import { gram } from './multiply.ts'
import { panels } from './panels.ts'
import { partNewton } from './part-newton.ts'
import { descend, type Likelihood } from './picard-descent.ts'
import { type PartSums, type SourceSums, withSourceScores } from './source-scores.ts'

/** A matrix that separates signals, and how it was found. */
export interface Separation {
  /** Signals to sources, shape [N, N]. */
  readonly unmixing: Float64Array
  /** Steps, those on a part of the samples among them. */
  readonly iterations: number
  readonly converged: boolean
}

export interface PicardOptions {
  readonly maxIterations?: number
  /** Largest element of the relative gradient at which it ends. */
  readonly tolerance?: number
}

/** The part holds at least so many samples, and so many for each signal. */
const PART = 2 ** 13
const PART_EACH = 256

/** A part is no gain above one in so many samples. */
const FEWEST = 4

/** Below this gradient the part's optimum is no longer that of all samples. */
const COARSE = 0.02

/**
 * Separates whitened signals into independent sources, with the likelihood of extended Infomax.
 *
 * Nothing is drawn at random: from the identity, the same signals give the same matrix, on any
 * number of threads. Long signals (32768 samples, and 1024 for each signal) are followed on a part
 * of the samples first, as far as it tells where the optimum of all lies. From there steps over all
 * samples have their direction from the curvature of the part. The end is the same: all elements
 * of the gradient over all samples are below the tolerance.
 *
 * @param x whitened signals, shape [N, T]
 * @param rows N
 * @throws {RangeError} N does not divide the number of values
 * @see Ablin, Cardoso & Gramfort (2018), IEEE Trans. Signal Process. 66(15):4040-4049,
 *   doi:10.1109/TSP.2018.2844203; `picard(ortho=False, extended=True)` of python-picard
 */
export function picard(
  x: Float64Array,
  rows: number,
  { maxIterations = 500, tolerance = 1e-7 }: PicardOptions = {},
): Separation {
  const samples = x.length / rows
  if (!Number.isInteger(samples)) throw new RangeError(`${x.length} values, ${rows} rows`)
  const covariance = gram(panels(x, rows, samples)).map((v) => v / samples)
  const every = Math.floor(samples / Math.max(PART, PART_EACH * rows))
  const isLong = every >= FEWEST
  const separate = (whole: SourceSums, part: PartSums): Separation => {
    const likelihood = { rows, sums: whole, covariance }
    const task = { likelihood, part, maxIterations, tolerance }
    if (isLong) return byParts(task)
    return descend(likelihood, { start: identity(rows), maxIterations, tolerance })
  }
  return withSourceScores(x, rows, separate, isLong ? { partEvery: every } : {})
}

interface Task {
  readonly likelihood: Likelihood
  readonly part: PartSums
  readonly maxIterations: number
  readonly tolerance: number
}

function byParts({ likelihood, part, maxIterations, tolerance }: Task): Separation {
  const coarse = { start: identity(likelihood.rows), maxIterations, tolerance: COARSE }
  const { unmixing, iterations } = descend({ ...likelihood, sums: part }, coarse)
  const left = maxIterations - iterations
  const solverAt = partNewton({ ...likelihood, sums: part })
  const rest = descend(likelihood, { start: unmixing, maxIterations: left, tolerance, solverAt })
  return { ...rest, iterations: iterations + rest.iterations }
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
}
