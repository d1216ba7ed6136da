import { eigenSymmetric } from './eigen-symmetric.ts'
import type { Linear } from './linear-scores.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, type Panels, panels } from './panels.ts'

/** What a ridge regression with bands of features is fitted on. */
export interface BandedData {
  /** Shape [R, D]. */
  readonly x: Float64Array
  /** Shape [R, Q]. */
  readonly y: Float64Array
  readonly rows: number
  /** Band of each feature, from 0, shape [D]. */
  readonly bands: ArrayLike<number>
  /** Fold that leaves each row out, from 0, shape [R]. */
  readonly folds: ArrayLike<number>
}

/** What is tried: every penalty with every weighting of the bands. */
export interface BandedGrid {
  /** Penalties of the squared weights, above 0. */
  readonly alphas: readonly number[]
  /** Weights of the bands, 0 or above, each of shape [B]. */
  readonly gammas: readonly (readonly number[])[]
}

/** A ridge regression in which every target has a penalty and weights of the bands of its own. */
export interface BandedRidge extends Linear {
  /** Penalty of each target, shape [Q]. */
  readonly alphas: Float64Array
  /** Which of the weightings each target has, shape [Q]. */
  readonly gammas: Int32Array
  /** Mean squared error of the folds with both, shape [Q]. */
  readonly errors: Float64Array
}

/**
 * Fits ridge regression on features in bands, each multiplied by the square root of its weight:
 * penalty and weights are those with the smallest error on rows that were left out, for each target
 * by itself, the first of equals. One band with the weight 1 is plain ridge regression.
 *
 * Errors are means over the rows of a fold, then over folds; the intercept is not penalised.
 *
 * @returns weights of shape [Q, D] for the features as they are
 * @throws {RangeError} there are fewer than two folds
 * @see `himalaya.ridge.solve_group_ridge_random_search` with `fit_intercept=True`; Dupre la Tour,
 *   Eickenberg, Nunez-Elizalde & Gallant (2022), NeuroImage 264:119728,
 *   doi:10.1016/j.neuroimage.2022.119728
 */
export function bandedRidge(data: BandedData, { alphas, gammas }: BandedGrid): BandedRidge {
  const { y, rows } = data
  const targets = y.length / rows
  const folds = [...new Set(Array.from(data.folds))]
  if (folds.length < 2) throw new RangeError(`${folds.length} fold: nothing can be left out`)
  const best = {
    errors: new Float64Array(targets).fill(Number.POSITIVE_INFINITY),
    alphas: new Int32Array(targets),
    gammas: new Int32Array(targets),
  }
  for (const [g, gamma] of gammas.entries()) {
    const sums = alphas.map(() => new Float64Array(targets))
    const x = weighted(data, gamma)
    for (const fold of folds) addErrors(sums, { ...data, x }, alphas, { fold, of: folds.length })
    for (const [a, errors] of sums.entries()) {
      for (let q = 0; q < targets; q++) {
        if (!(errors[q] < best.errors[q])) continue
        best.errors[q] = errors[q]
        best.alphas[q] = a
        best.gammas[q] = g
      }
    }
  }
  const fit = refit(data, { alphas, gammas }, best)
  return {
    ...fit,
    alphas: Float64Array.from(best.alphas, (a) => alphas[a]),
    gammas: best.gammas,
    errors: best.errors,
  }
}

/** The features times the square roots of their bands' weights. */
function weighted({ x, rows, bands }: BandedData, gamma: readonly number[]): Float64Array {
  if (gamma.every((weight) => weight === 1)) return x
  const depth = x.length / rows
  const scales = Float64Array.from({ length: depth }, (_, d) => Math.sqrt(gamma[bands[d]]))
  return x.map((value, i) => value * scales[i % depth])
}

/** Adds the errors of one fold for each penalty, shape [Q] each. */
function addErrors(
  sums: readonly Float64Array[],
  data: BandedData,
  alphas: readonly number[],
  { fold, of }: { fold: number; of: number },
): void {
  const all = Array.from({ length: data.rows }, (_, r) => r)
  const train = sideOf(
    data,
    all.filter((r) => data.folds[r] !== fold),
  )
  const out = all.filter((r) => data.folds[r] === fold)
  const test = sideOf(data, out, train.means)
  const { left, right, values } = decomposed(train, panels(test.x, out.length, train.depth))
  const size = values.length
  const targets = train.targets
  for (const [a, alpha] of alphas.entries()) {
    const scaled = left.map((value, i) => value / (values[i % size] + alpha))
    const found = multiply(panels(scaled, out.length, size), right)
    const share = 1 / (out.length * of)
    for (let i = 0; i < found.length; i++)
      sums[a][i % targets] += (test.y[i] - found[i]) ** 2 * share
  }
}

interface Means {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** Some rows less means, their own by default. */
function sideOf({ x, y, rows }: BandedData, kept: readonly number[], known?: Means) {
  const [depth, targets] = [x.length / rows, y.length / rows]
  const [ownX, ownY] = [takeRows(x, kept, depth), takeRows(y, kept, targets)]
  const means = known ?? { x: columnMeans(ownX, depth), y: columnMeans(ownY, targets) }
  for (let i = 0; i < ownX.length; i++) ownX[i] -= means.x[i % depth]
  for (let i = 0; i < ownY.length; i++) ownY[i] -= means.y[i % targets]
  return { x: ownX, y: ownY, rows: kept.length, depth, targets, means }
}

function takeRows(from: Float64Array, rows: readonly number[], width: number): Float64Array {
  const out = new Float64Array(rows.length * width)
  rows.forEach((row, i) => {
    out.set(from.subarray(row * width, (row + 1) * width), i * width)
  })
  return out
}

function columnMeans(x: Float64Array, width: number): Float64Array {
  const rows = x.length / width
  const out = new Float64Array(width)
  for (let i = 0; i < x.length; i++) out[i % width] += x[i] / rows
  return out
}

/**
 * Predictions for rows z as left · diag(1 / (values + alpha)) · rightᵀ: left has shape [Z, K],
 * right [Q, K]. Of x xᵀ and xᵀ x the smaller is decomposed.
 */
function decomposed(train: ReturnType<typeof sideOf>, z: Panels) {
  const { x, y, rows, depth, targets } = train
  const responses = columnPanels(y, rows, targets)
  if (depth <= rows) {
    const { values, vectors } = eigenSymmetric(gram(columnPanels(x, rows, depth)), depth)
    const basis = columnPanels(vectors, depth, depth)
    const projected = multiply(panels(x, rows, depth), basis)
    const right = multiply(responses, columnPanels(projected, rows, depth))
    return { values, left: multiply(z, basis), right: panels(right, targets, depth) }
  }
  const own = panels(x, rows, depth)
  const { values, vectors } = eigenSymmetric(gram(own), rows)
  const basis = columnPanels(vectors, rows, rows)
  const across = multiply(z, own)
  return {
    values,
    left: multiply(panels(across, z.rows, rows), basis),
    right: panels(multiply(responses, basis), targets, rows),
  }
}

function refit(
  data: BandedData,
  { alphas, gammas }: BandedGrid,
  best: { readonly alphas: Int32Array; readonly gammas: Int32Array },
): Linear {
  const depth = data.x.length / data.rows
  const targets = best.alphas.length
  const weights = new Float64Array(targets * depth)
  const intercepts = new Float64Array(targets)
  const all = Array.from({ length: data.rows }, (_, r) => r)
  const identity = new Float64Array(depth * depth)
  for (let d = 0; d < depth; d++) identity[d * depth + d] = 1
  for (const g of new Set(best.gammas)) {
    const side = sideOf({ ...data, x: weighted(data, gammas[g]) }, all)
    const { left, right, values } = decomposed(side, panels(identity, depth, depth))
    const size = values.length
    for (const a of new Set(best.alphas.filter((_, q) => best.gammas[q] === g))) {
      const scaled = left.map((value, i) => value / (values[i % size] + alphas[a]))
      const found = multiply(right, panels(scaled, depth, size))
      for (let q = 0; q < targets; q++) {
        if (best.gammas[q] !== g || best.alphas[q] !== a) continue
        intercepts[q] = side.means.y[q]
        for (let d = 0; d < depth; d++) {
          const weight = found[q * depth + d]
          intercepts[q] -= weight * side.means.x[d]
          weights[q * depth + d] = weight * Math.sqrt(gammas[g][data.bands[d]])
        }
      }
    }
  }
  return { weights, intercepts }
}
