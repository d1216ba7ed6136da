import { cholesky, solveLower, solveLowerTransposed } from './cholesky.ts'
import { gram } from './multiply.ts'
import { panels } from './panels.ts'

/** Each sample as a weighted sum of the samples before it, of all channels. */
export interface Autoregression {
  readonly channels: number
  /** p. */
  readonly order: number
  /** Shape [p, C, C]: of the sample k before, what channel j (column) adds to channel i (row). */
  readonly weights: Float64Array
  /** Covariance of what is left, shape [C, C]: sums of products over T - p samples. */
  readonly residual: Float64Array
}

/** By which criterion an order is chosen. */
export type OrderCriterion = 'aic' | 'bic'

/** What is left of a lag beside the others is more than this share of it, else it is rounding. */
const leastShare = 1e-13

/**
 * Fits a vector autoregression with a constant by least squares.
 *
 * @param x shape [C, T]
 * @param order p, from 1; T must exceed p by more than C p + 1
 * @returns weights of shape [p, C, C] and the residual covariance
 * @throws {RangeError} too few samples, or channels that depend on each other or are not finite
 * @see statsmodels.tsa.api.VAR: its params, and sigma_u_mle
 */
export function autoregression(x: Float32Array, channels: number, order: number): Autoregression {
  const { moments, count } = lagMoments(x, channels, { order, skip: order })
  const lags = order * channels
  const { own, cross, factor } = parts(moments, lags, channels)
  const weights = new Float64Array(order * channels * channels)
  const residual = own
  for (let i = 0; i < channels; i++) {
    const column = solveLower(factor, lags, cross[i].slice())
    for (let j = 0; j <= i; j++) {
      const other = j === i ? column : solveLower(factor, lags, cross[j].slice())
      let sum = 0
      for (let l = 0; l < lags; l++) sum += column[l] * other[l]
      residual[i * channels + j] = (residual[i * channels + j] - sum) / count
      residual[j * channels + i] = residual[i * channels + j]
    }
    solveLowerTransposed(factor, lags, column)
    for (let l = 0; l < lags; l++) {
      const [k, j] = [Math.floor(l / channels), l % channels]
      weights[(k * channels + i) * channels + j] = column[l]
    }
  }
  return { channels, order, weights, residual }
}

/**
 * Chooses the order of a vector autoregression: that with the least criterion, of orders from 1 on,
 * all judged on the same samples.
 *
 * @param x shape [C, T]
 * @throws {RangeError} as `autoregression` for the largest order
 * @see statsmodels.tsa.api.VAR.select_order
 */
export function autoregressionOrder(
  x: Float32Array,
  channels: number,
  { most, criterion }: { readonly most: number; readonly criterion: OrderCriterion },
): number {
  const { moments, count } = lagMoments(x, channels, { order: most, skip: most })
  const lags = most * channels
  const { own, cross, factor } = parts(moments, lags, channels)
  const solved = cross.map((row) => solveLower(factor, lags, row.slice()))
  const price = criterion === 'aic' ? 2 : Math.log(count)
  let [best, least] = [1, Number.POSITIVE_INFINITY]
  const rest = own.slice()
  for (let order = 1; order <= most; order++) {
    for (let i = 0; i < channels; i++) {
      for (let j = 0; j < channels; j++) {
        for (let l = (order - 1) * channels; l < order * channels; l++) {
          rest[i * channels + j] -= solved[i][l] * solved[j][l]
        }
      }
    }
    const parameters = order * channels * channels + channels
    const value = logDeterminantOf(rest, channels, count) + (price / count) * parameters
    if (value < least) [best, least] = [order, value]
  }
  return best
}

function logDeterminantOf(products: Float64Array, n: number, count: number): number {
  const l = cholesky(
    products.map((value) => value / count),
    n,
  )
  let sum = 0
  for (let i = 0; i < n; i++) sum += 2 * Math.log(l[i * n + i])
  return sum
}

/** Sums of products of all lags (first to last) and then of the samples themselves. */
function lagMoments(
  x: Float32Array,
  channels: number,
  { order, skip }: { readonly order: number; readonly skip: number },
): { moments: Float64Array; count: number } {
  const samples = x.length / channels
  const count = samples - skip
  if (!(count > order * channels + 1)) {
    throw new RangeError(`${samples} samples of ${channels} channels for an order of ${order}`)
  }
  const rows = new Float64Array((order + 1) * channels * count)
  for (let k = 0; k <= order; k++) {
    const lag = k < order ? k + 1 : 0
    for (let c = 0; c < channels; c++) {
      const from = c * samples + skip - lag
      const row = rows.subarray((k * channels + c) * count, (k * channels + c + 1) * count)
      let sum = 0
      for (let t = 0; t < count; t++) sum += x[from + t]
      for (let t = 0; t < count; t++) row[t] = x[from + t] - sum / count
    }
  }
  return { moments: gram(panels(rows, (order + 1) * channels, count)), count }
}

/** Products of the samples with themselves and the lags, and the factor of those of the lags. */
function parts(moments: Float64Array, lags: number, channels: number) {
  const n = lags + channels
  const among = new Float64Array(lags * lags)
  for (let i = 0; i < lags; i++) among.set(moments.subarray(i * n, i * n + lags), i * lags)
  const cross = Array.from({ length: channels }, (_, c) =>
    moments.slice((lags + c) * n, (lags + c) * n + lags),
  )
  const own = new Float64Array(channels * channels)
  for (let c = 0; c < channels; c++) {
    own.set(moments.subarray((lags + c) * n + lags, (lags + c + 1) * n), c * channels)
  }
  const factor = cholesky(among, lags)
  for (let i = 0; i < lags; i++) {
    if (!(factor[i * lags + i] ** 2 > leastShare * among[i * lags + i])) {
      throw new RangeError(`channel ${i % channels} follows from the others`)
    }
  }
  return { own, cross, factor }
}
