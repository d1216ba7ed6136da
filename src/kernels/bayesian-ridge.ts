import type { Linear } from './linear-scores.ts'
import { multiply } from './multiply.ts'
import { panels } from './panels.ts'
import { type SingularValues, svd } from './svd.ts'

/** A ridge regression whose penalty and noise follow from the data. */
export interface BayesianFit extends Linear {
  /** Precision of the noise: 1 over its variance. */
  readonly noise: number
  /** Precision of the weights about 0. */
  readonly prior: number
  readonly turns: number
  /**
   * Standard deviation of what is predicted for each row, shape [N]: of the noise and of weights
   * that the training rows leave open. It grows with the distance from the training rows' mean.
   */
  deviations(x: Float64Array, rows: number): Float64Array
}

/** Parameters of the gamma priors of both precisions, so small that they say nothing. */
const hyper = 1e-6
const mostTurns = 100_000
const close = 1e-10

/**
 * Fits a linear model whose weights and noise are normal, both precisions by the largest evidence.
 *
 * Gamma priors of 1e-6, the intercept is not penalised. Turns of MacKay's fixed point, each as long
 * as the smaller of R and D, go on until both precisions change by less than 1e-10 of themselves.
 *
 * @param x shape [R, D]
 * @param y shape [R]
 * @returns weights of shape [1, D]; `turns` is `Infinity` when 100 000 did not suffice
 * @see MacKay (1992), Neural Computation 4(3):415-447, doi:10.1162/neco.1992.4.3.415;
 *   `sklearn.linear_model.BayesianRidge`
 */
export function bayesianRidge(x: Float64Array, y: Float64Array): BayesianFit {
  const rows = y.length
  const depth = x.length / rows
  const means = columnMeans(x, rows)
  const [mean] = columnMeans(y, rows)
  const parts = svd(without(x, means), rows)
  const rest = y.map((value) => value - mean)
  const onto = projected(parts, rest)
  const { noise, prior, turns } = precisions(parts.values, onto, { rows, rest })
  const shares = onto.map((part, k) => {
    const value = parts.values[k]
    return (part * value) / (value * value + prior / noise)
  })
  const weights = new Float64Array(depth)
  for (let k = 0; k < shares.length; k++) {
    for (let d = 0; d < depth; d++) weights[d] += shares[k] * parts.right[k * depth + d]
  }
  const shift = weights.reduce((sum, weight, d) => sum + weight * means[d], 0)
  const deviations = (of: Float64Array, count: number) =>
    deviationsOf(without(of, means), count, { parts, noise, prior })
  return { weights, intercepts: Float64Array.of(mean - shift), noise, prior, turns, deviations }
}

function columnMeans(x: Float64Array, rows: number): Float64Array {
  const width = x.length / rows
  const means = new Float64Array(width)
  for (let i = 0; i < x.length; i++) means[i % width] += x[i]
  return means.map((sum) => sum / rows)
}

function without(x: Float64Array, means: Float64Array): Float64Array {
  return x.map((value, i) => value - means[i % means.length])
}

/** What lies along each left singular vector, shape [K]. */
function projected({ left, values }: SingularValues, y: Float64Array): Float64Array {
  const width = values.length
  const onto = new Float64Array(width)
  for (let r = 0; r < y.length; r++) {
    for (let k = 0; k < width; k++) onto[k] += left[r * width + k] * y[r]
  }
  return onto
}

/** Both precisions, turn by turn, from singular values and projections alone. */
function precisions(
  values: Float64Array,
  onto: Float64Array,
  { rows, rest }: { readonly rows: number; readonly rest: Float64Array },
) {
  const all = rest.reduce((sum, value) => sum + value * value, 0)
  const outside = Math.max(
    0,
    onto.reduce((left, part) => left - part * part, all),
  )
  let noise = 1 / (all / rows + Number.EPSILON)
  let prior = 1
  for (let turn = 1; turn <= mostTurns; turn++) {
    let [known, size, error] = [0, 0, outside]
    for (let k = 0; k < values.length; k++) {
      const square = values[k] * values[k]
      const sum = square + prior / noise
      known += square / sum
      size += (onto[k] * values[k]) ** 2 / (sum * sum)
      error += ((onto[k] * prior) / noise / sum) ** 2
    }
    const before = { noise, prior }
    prior = (known + 2 * hyper) / (size + 2 * hyper)
    noise = (rows - known + 2 * hyper) / (error + 2 * hyper)
    const isSettled =
      Math.abs(prior / before.prior - 1) < close && Math.abs(noise / before.noise - 1) < close
    if (isSettled) return { noise, prior, turns: turn }
  }
  return { noise, prior, turns: Number.POSITIVE_INFINITY }
}

/** Along singular vectors the data speak, in all other directions the prior alone. */
function deviationsOf(
  x: Float64Array,
  rows: number,
  of: { readonly parts: SingularValues; readonly noise: number; readonly prior: number },
): Float64Array {
  const { parts, noise, prior } = of
  const { values, right } = parts
  const depth = x.length / rows
  const along = multiply(panels(x, rows, depth), panels(right, values.length, depth))
  return Float64Array.from({ length: rows }, (_, r) => {
    let open = 0
    if (values.length < depth) for (let d = 0; d < depth; d++) open += x[r * depth + d] ** 2
    let variance = 1 / noise
    for (let k = 0; k < values.length; k++) {
      const square = along[r * values.length + k] ** 2
      open -= square
      variance += square / (prior + noise * values[k] * values[k])
    }
    return Math.sqrt(variance + Math.max(0, open) / prior)
  })
}
