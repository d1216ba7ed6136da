import { unset64 } from './recycling.ts'

/** What the density 1 / cosh says of signals; see `logCoshScores`. */
export interface LogCoshScores {
  /** tanh y, shape [N, T]. */
  readonly score: Float64Array
  /** Mean of the derivative 1 - tanh² y over each row, shape [N]. */
  readonly slope: Float64Array
  /** Mean of log(2 cosh y) over each row, shape [N]. */
  readonly loss: Float64Array
  /** Mean of y² over each row, shape [N]. */
  readonly power: Float64Array
}

/** Factors of at most 2 whose product stays below the largest number. */
const FACTORS = 512

/**
 * Scores signals against the density 1 / cosh, the usual guess for sources with heavy tails.
 *
 * Each value costs one exponential: tanh and log cosh both follow from exp(-2 |y|), and logarithms
 * are taken of products. Errors are about 1e-16. A NaN makes its row NaN.
 *
 * @param y signals, shape [N, T], scaled to a variance near 1
 * @param rows N
 * @see Bell & Sejnowski (1995), Neural Computation 7(6):1129-1159, doi:10.1162/neco.1995.7.6.1129
 */
export function logCoshScores(y: Float64Array, rows: number): LogCoshScores {
  const samples = y.length / rows
  const score = unset64(y.length)
  const [slope, loss, power] = [0, 0, 0].map(() => new Float64Array(rows))
  for (let r = 0, i = 0; r < rows; r++) {
    let squares = 0
    let sum = 0
    let powers = 0
    for (const end = i + samples; i < end; ) {
      let product = 1
      for (const stop = Math.min(end, i + FACTORS); i < stop; i++) {
        const v = y[i]
        const size = Math.abs(v)
        const e = Math.exp(-2 * size)
        const t = (1 - e) / (1 + e)
        product *= 1 + e
        sum += size
        squares += t * t
        powers += v * v
        score[i] = v < 0 ? -t : t
      }
      sum += Math.log(product)
    }
    slope[r] = 1 - squares / samples
    loss[r] = sum / samples
    power[r] = powers / samples
  }
  return { score, slope, loss, power }
}
