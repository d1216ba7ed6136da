import { eigenSymmetric } from './eigen-symmetric.ts'
import type { Linear } from './linear-scores.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'

/** A ridge regression with the penalty that was chosen. */
export interface RidgeFit extends Linear {
  /** The penalty with the smallest error, the first of equals. */
  readonly alpha: number
  /** Mean squared leave-one-out error of each penalty, in their order. */
  readonly errors: Float64Array
}

/**
 * Fits ridge regression with the penalty whose leave-one-out error is smallest.
 *
 * One eigen-decomposition of the smaller of x xᵀ and xᵀ x gives the errors of all penalties and all
 * targets exactly; the error is the mean over rows and targets. The intercept is not penalised.
 *
 * @param x shape [R, D]
 * @param targets shape [R, Q]
 * @param rows R, at least 2
 * @param alphas penalties of the squared weights, above 0
 * @returns weights of shape [Q, D]
 * @see Golub et al. (1979), Technometrics 21(2):215-223, doi:10.1080/00401706.1979.10489751;
 *   `sklearn.linear_model.RidgeCV`
 */
export function ridgeGcv(
  x: Float64Array,
  targets: Float64Array,
  rows: number,
  alphas: readonly number[],
): RidgeFit {
  const { features, wanted, pieces } = decomposed(x, targets, rows)
  const errors = Float64Array.from(alphas, (alpha) => {
    return looErrors(pieces, wanted.centred, alpha).all / targets.length
  })
  const best = errors.reduce((at, error, i) => (error < errors[at] ? i : at), 0)
  const weights = pieces.weights(alphas[best])
  const intercepts = interceptsOf(weights, wanted.means, features.means)
  return { weights, intercepts, alpha: alphas[best], errors }
}

/** A ridge regression in which every target has a penalty of its own. */
export interface RidgeByTarget extends Linear {
  /** The penalty with the smallest error, the first of equals, shape [Q]. */
  readonly alphas: Float64Array
}

/**
 * As `ridgeGcv`, with the penalty chosen for each target by itself.
 *
 * @param x shape [R, D]
 * @param targets shape [R, Q]
 * @param rows R, at least 2
 * @param alphas penalties of the squared weights, above 0
 * @returns weights of shape [Q, D]
 * @see `sklearn.linear_model.RidgeCV` with `alpha_per_target`
 */
export function ridgeByTarget(
  x: Float64Array,
  targets: Float64Array,
  rows: number,
  alphas: readonly number[],
): RidgeByTarget {
  const { features, wanted, pieces } = decomposed(x, targets, rows)
  const [depth, outputs] = [features.means.length, wanted.means.length]
  const errors = alphas.map((alpha) => looErrors(pieces, wanted.centred, alpha).byTarget)
  const best = Int32Array.from(wanted.means, (_, q) => {
    return errors.reduce((at, error, i) => (error[q] < errors[at][q] ? i : at), 0)
  })
  const weights = new Float64Array(outputs * depth)
  for (const a of new Set(best)) {
    const all = pieces.weights(alphas[a])
    for (let q = 0; q < outputs; q++) {
      if (best[q] === a) weights.set(all.subarray(q * depth, (q + 1) * depth), q * depth)
    }
  }
  const intercepts = interceptsOf(weights, wanted.means, features.means)
  return { weights, intercepts, alphas: Float64Array.from(best, (a) => alphas[a]) }
}

function decomposed(x: Float64Array, targets: Float64Array, rows: number) {
  const features = centre(x, rows)
  const wanted = centre(targets, rows)
  const depth = features.means.length
  const outputs = wanted.means.length
  const pieces =
    depth < rows
      ? tall(features.centred, wanted.centred, { rows, depth, outputs })
      : wide(features.centred, wanted.centred, { rows, depth, outputs })
  return { features, wanted, pieces }
}

function interceptsOf(
  weights: Float64Array,
  targets: Float64Array,
  features: Float64Array,
): Float64Array {
  const depth = features.length
  return targets.map((mean, q) => {
    let shift = 0
    for (let d = 0; d < depth; d++) shift += weights[q * depth + d] * features[d]
    return mean - shift
  })
}

interface Sizes {
  readonly rows: number
  readonly depth: number
  readonly outputs: number
}

/**
 * The hat matrix as p · diag(hat(λ, alpha)) · pᵀ, with columns of p for the eigenvalues λ.
 * `projected` is pᵀ · targets, shape [Q, P].
 */
interface Pieces {
  readonly p: Float64Array
  readonly values: Float64Array
  readonly projected: Float64Array
  hat(value: number, alpha: number): number
  weights(alpha: number): Float64Array
}

function tall(x: Float64Array, y: Float64Array, { rows, depth, outputs }: Sizes): Pieces {
  const columns = columnPanels(x, rows, depth)
  const { values, vectors } = eigenSymmetric(gram(columns), depth)
  const basis = columnPanels(vectors, depth, depth)
  const p = multiply(panels(x, rows, depth), basis)
  const projected = multiply(columnPanels(y, rows, outputs), columnPanels(p, rows, depth))
  return {
    p,
    values,
    projected,
    hat: (value, alpha) => 1 / (value + alpha),
    weights(alpha) {
      const shares = projected.map((v, i) => v / (values[i % depth] + alpha))
      return multiply(panels(shares, outputs, depth), panels(vectors, depth, depth))
    },
  }
}

function wide(x: Float64Array, y: Float64Array, { rows, depth, outputs }: Sizes): Pieces {
  const { values, vectors } = eigenSymmetric(gram(panels(x, rows, depth)), rows)
  const projected = multiply(columnPanels(y, rows, outputs), columnPanels(vectors, rows, rows))
  return {
    p: vectors,
    values,
    projected,
    hat: (value, alpha) => value / (value + alpha),
    weights(alpha) {
      const shares = projected.map((v, i) => v / (values[i % rows] + alpha))
      const dual = multiply(panels(shares, outputs, rows), panels(vectors, rows, rows))
      return multiply(panels(dual, outputs, rows), columnPanels(x, rows, depth))
    },
  }
}

/** Squared residuals over what is left of each row once it does not speak for itself, by target. */
function looErrors(pieces: Pieces, y: Float64Array, alpha: number) {
  const { p, values, projected } = pieces
  const width = values.length
  const rows = p.length / width
  const outputs = y.length / rows
  const hats = values.map((value) => pieces.hat(value, alpha))
  const fitted = multiply(
    panels(p, rows, width),
    panels(
      projected.map((v, i) => v * hats[i % width]),
      outputs,
      width,
    ),
  )
  const byTarget = new Float64Array(outputs)
  let all = 0
  for (let r = 0; r < rows; r++) {
    let own = 1 / rows
    for (let k = 0; k < width; k++) own += hats[k] * p[r * width + k] * p[r * width + k]
    for (let q = 0; q < outputs; q++) {
      const error = (y[r * outputs + q] - fitted[r * outputs + q]) / (1 - own)
      byTarget[q] += error * error
      all += error * error
    }
  }
  return { byTarget, all }
}

function centre(x: Float64Array, rows: number) {
  const width = x.length / rows
  const means = new Float64Array(width)
  for (let i = 0; i < x.length; i++) means[i % width] += x[i] / rows
  return { centred: x.map((value, i) => value - means[i % width]), means }
}
