import type { RidgeJudge } from './correlation-loss.ts'
import type { Linear } from './linear-scores.ts'

/** Ridge regression on one set of features, for whatever targets it is asked. */
export interface LeftOutRidge {
  /**
   * Mean squared errors on rows that are left out: means over the rows of a set, then over sets.
   * Judged by correlation, 1 less Pearson's r over the rows of a set, then the mean over sets.
   *
   * @param y shape [R, Q]
   * @returns for each penalty, shape [Q]
   */
  errors(y: Float64Array): readonly Float64Array[]
  /**
   * Fits all rows.
   *
   * @param y shape [R, Q]
   * @param alphas penalty of each target, shape [Q]
   */
  fit(y: Float64Array, alphas: Float64Array): Linear
}

/** Features, rows to leave out and penalties of a ridge regression. */
export interface RidgeRows {
  /** Shape [R, D]. */
  readonly x: Float64Array
  readonly rows: number
  /** Rows that are left out together: folds that divide all rows, or draws that may overlap. */
  readonly tests: readonly Int32Array[]
  /** Penalties of the squared weights, above 0. */
  readonly alphas: readonly number[]
  /** What errors are; squared errors by default. */
  readonly judge?: RidgeJudge
}

/**
 * Rows of each fold, in the order in which folds first appear.
 *
 * @param folds fold of each row, shape [R]
 */
export function rowsOfFolds(folds: ArrayLike<number>): Int32Array[] {
  const lists = new Map<number, number[]>()
  for (let r = 0; r < folds.length; r++) {
    const list = lists.get(folds[r])
    if (list) list.push(r)
    else lists.set(folds[r], [r])
  }
  return [...lists.values()].map((list) => Int32Array.from(list))
}

/**
 * Some rows less means, their own by default.
 *
 * @param x shape [R, N]
 * @param means shape [N]
 * @returns `values`, shape [K, N], and the means that were taken
 */
export function centredRows(
  x: Float64Array,
  kept: ArrayLike<number>,
  width: number,
  means = meansOf(x, kept, width),
): { readonly values: Float64Array; readonly means: Float64Array } {
  const values = new Float64Array(kept.length * width)
  for (let k = 0, to = 0; k < kept.length; k++) {
    const from = kept[k] * width
    for (let i = 0; i < width; i++, to++) values[to] = x[from + i] - means[i]
  }
  return { values, means }
}

function meansOf(x: Float64Array, kept: ArrayLike<number>, width: number): Float64Array {
  const means = new Float64Array(width)
  for (let k = 0; k < kept.length; k++) {
    const from = kept[k] * width
    for (let i = 0; i < width; i++) means[i] += x[from + i] / kept.length
  }
  return means
}

/**
 * Weights of targets from their coordinates: each over the values plus the target's own penalty.
 *
 * @param right coordinates, shape [Q, K]; changed
 * @param values shape [K]
 * @param alphas shape [Q]
 * @returns `right`
 */
export function shrunk(
  right: Float64Array,
  values: Float64Array,
  alphas: Float64Array,
): Float64Array {
  const size = values.length
  for (let q = 0, i = 0; q < alphas.length; q++) {
    for (let k = 0; k < size; k++, i++) right[i] /= values[k] + alphas[q]
  }
  return right
}

/**
 * Intercepts of weights on features less their means.
 *
 * @param weights shape [Q, D]
 * @param x means of the features, shape [D]
 * @param y means of the targets, shape [Q]
 */
export function withIntercepts(weights: Float64Array, x: Float64Array, y: Float64Array): Linear {
  const intercepts = y.slice()
  for (let q = 0, i = 0; q < y.length; q++) {
    let sum = 0
    for (let d = 0; d < x.length; d++, i++) sum += weights[i] * x[d]
    intercepts[q] -= sum
  }
  return { weights, intercepts }
}
