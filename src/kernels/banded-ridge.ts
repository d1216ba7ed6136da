import type { RidgeJudge } from './correlation-loss.ts'
import { dualRidge } from './dual-ridge.ts'
import type { LeftOutRidge } from './left-out-ridge.ts'
import type { Linear } from './linear-scores.ts'
import { primalRidge } from './primal-ridge.ts'

/** What a ridge regression with bands of features is fitted on. */
export interface BandedData {
  /** Shape [R, D]. */
  readonly x: Float64Array
  /** Shape [R, Q]. */
  readonly y: Float64Array
  readonly rows: number
  /** Band of each feature, from 0, shape [D]. */
  readonly bands: ArrayLike<number>
  /** Rows that are left out together: folds that divide all rows, or draws that may overlap. */
  readonly tests: readonly Int32Array[]
}

/** What is tried: every penalty with every weighting of the bands. */
export interface BandedGrid {
  /** Penalties of the squared weights, above 0. */
  readonly alphas: readonly number[]
  /** Weights of the bands, 0 or above, each of shape [B]. */
  readonly gammas: readonly (readonly number[])[]
  /** Whether all targets get the penalty and weights that are best for their mean error. */
  readonly oneForAll?: boolean
  /** What errors are; squared errors by default. */
  readonly judge?: RidgeJudge
}

/** A ridge regression in which every target has a penalty and weights of the bands of its own. */
export interface BandedRidge extends Linear {
  /** Penalty of each target, shape [Q]. */
  readonly alphas: Float64Array
  /** Which of the weightings each target has, shape [Q]. */
  readonly gammas: Int32Array
  /** Error of the rows left out with both, as they are judged, shape [Q]. */
  readonly errors: Float64Array
}

/**
 * Fits ridge regression on features in bands, each multiplied by the square root of its weight:
 * penalty and weights are those with the smallest error on rows that were left out, for each target
 * by itself or for all together, the first of equals. One band with the weight 1 is plain ridge
 * regression.
 *
 * Errors are means over the rows of a set that is left out, then over sets, or 1 less Pearson's r
 * over the rows of a set; the intercept is not penalised.
 *
 * @returns weights of shape [Q, D] for the features as they are
 * @throws {RangeError} nothing is left out, or nothing is left to be fitted on
 * @see `himalaya.ridge.solve_group_ridge_random_search` with `fit_intercept=True`; Dupre la Tour,
 *   Eickenberg, Nunez-Elizalde & Gallant (2022), NeuroImage 264:119728,
 *   doi:10.1016/j.neuroimage.2022.119728
 */
export function bandedRidge(data: BandedData, grid: BandedGrid): BandedRidge {
  const targets = data.y.length / data.rows
  const isDivided = data.tests.every(({ length }) => length > 0 && length < data.rows)
  if (data.tests.length === 0 || !isDivided) throw new RangeError('nothing can be left out')
  const best: Best = {
    errors: new Float64Array(targets).fill(Number.POSITIVE_INFINITY),
    alphas: new Float64Array(targets).fill(grid.alphas[0]),
    gammas: new Int32Array(targets),
  }
  const keep = grid.oneForAll ? keepBestOfAll : keepBest
  let last: LeftOutRidge | undefined
  for (const g of grid.gammas.keys()) {
    last = ridgeOf(data, grid, g)
    const errors = errorsOf(last, data, grid.alphas.length)
    for (const [a, alpha] of grid.alphas.entries()) keep(best, errors[a], { alpha, g })
  }
  const known = (g: number) => (g === grid.gammas.length - 1 ? last : undefined)
  return { ...refit(data, grid, best, known), ...best }
}

/** Targets that are fitted at a time, so that little memory is needed beside the result. */
const BLOCK = 1024

type Best = Pick<BandedRidge, 'alphas' | 'gammas' | 'errors'>

function ridgeOf(data: BandedData, grid: BandedGrid, g: number): LeftOutRidge {
  const { rows, tests } = data
  const { alphas, gammas, judge } = grid
  const given = { x: weighted(data, gammas[g]), rows, tests, alphas, judge }
  return data.x.length / rows < rows ? primalRidge(given) : dualRidge(given)
}

/** The features times the square roots of their bands' weights. */
function weighted({ x, rows, bands }: BandedData, gamma: readonly number[]): Float64Array {
  if (gamma.every((weight) => weight === 1)) return x
  const depth = x.length / rows
  const scales = Float64Array.from({ length: depth }, (_, d) => Math.sqrt(gamma[bands[d]]))
  return x.map((value, i) => value * scales[i % depth])
}

function* blocksOf(targets: Int32Array): Generator<Int32Array> {
  for (let from = 0; from < targets.length; from += BLOCK) {
    yield targets.subarray(from, from + BLOCK)
  }
}

/** Some columns of the targets, shape [R, K]. */
function columnsOf({ y, rows }: BandedData, some: Int32Array): Float64Array {
  const targets = y.length / rows
  const out = new Float64Array(rows * some.length)
  for (let r = 0, to = 0; r < rows; r++) {
    const from = r * targets
    for (let k = 0; k < some.length; k++, to++) out[to] = y[from + some[k]]
  }
  return out
}

/** For each penalty the errors of all targets, shape [Q]. */
function errorsOf(ridge: LeftOutRidge, data: BandedData, penalties: number): Float64Array[] {
  const targets = data.y.length / data.rows
  const out = Array.from({ length: penalties }, () => new Float64Array(targets))
  for (const some of blocksOf(Int32Array.from({ length: targets }, (_, q) => q))) {
    const errors = ridge.errors(columnsOf(data, some))
    for (const [a, all] of out.entries()) all.set(errors[a], some[0])
  }
  return out
}

interface Tried {
  readonly alpha: number
  readonly g: number
}

function keepBest({ errors, alphas, gammas }: Best, found: Float64Array, tried: Tried): void {
  for (let q = 0; q < found.length; q++) {
    if (!(found[q] < errors[q])) continue
    errors[q] = found[q]
    alphas[q] = tried.alpha
    gammas[q] = tried.g
  }
}

function keepBestOfAll({ errors, alphas, gammas }: Best, found: Float64Array, tried: Tried): void {
  const sum = (all: Float64Array) => all.reduce((a, b) => a + b, 0)
  if (!(sum(found) < sum(errors))) return
  errors.set(found)
  alphas.fill(tried.alpha)
  gammas.fill(tried.g)
}

/** Fits each target with what was best for it. */
function refit(
  data: BandedData,
  grid: BandedGrid,
  { alphas, gammas }: Best,
  known: (g: number) => LeftOutRidge | undefined,
): Linear {
  const depth = data.x.length / data.rows
  const weights = new Float64Array(alphas.length * depth)
  const intercepts = new Float64Array(alphas.length)
  for (const g of new Set(gammas)) {
    const ridge = known(g) ?? ridgeOf(data, grid, g)
    const scales = Float64Array.from(data.bands, (band) => Math.sqrt(grid.gammas[g][band]))
    const own = Int32Array.from(gammas.keys()).filter((q) => gammas[q] === g)
    for (const some of blocksOf(own)) {
      const fit = ridge.fit(
        columnsOf(data, some),
        Float64Array.from(some, (q) => alphas[q]),
      )
      for (let k = 0, from = 0; k < some.length; k++) {
        const to = some[k] * depth
        intercepts[some[k]] = fit.intercepts[k]
        for (let d = 0; d < depth; d++, from++) weights[to + d] = fit.weights[from] * scales[d]
      }
    }
  }
  return { weights, intercepts }
}
