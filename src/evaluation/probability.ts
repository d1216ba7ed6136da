import { type Answers, defineMetric, type Judge } from './metric.ts'

/**
 * The mean of minus the natural logarithm of the probability of the true class, in nats; at least
 * 2^-52 counts. NaN when the scores of the head are no probabilities.
 *
 * @see `sklearn.metrics.log_loss`
 */
export const logLoss = defineMetric({
  use: 'logLoss',
  title: 'Log loss',
  for: 'classes',
  higherIsBetter: false,
  judge: meanOfRows((row, code) => -Math.log(Math.max(row[code], Number.EPSILON))),
})

/**
 * The mean over rows of the summed squares of probability minus truth, from 0 to 2. NaN when the
 * scores of the head are no probabilities.
 *
 * @see Brier (1950), Monthly Weather Review 78(1):1-3; for two classes twice
 *   `sklearn.metrics.brier_score_loss`
 */
export const brier = defineMetric({
  use: 'brier',
  title: 'Brier score',
  for: 'classes',
  higherIsBetter: false,
  judge: meanOfRows((row, code) =>
    row.reduce((sum, p, k) => sum + (p - (k === code ? 1 : 0)) ** 2, 0),
  ),
})

/** The mean over rows of a loss that depends on the probabilities of a row and its class. */
function meanOfRows(
  loss: (probabilities: Float64Array, code: number) => number,
): (answers: Answers) => Judge {
  return ({ scores, classes }) => {
    const rows = scores.length / classes
    const of = Array.from({ length: rows }, (_, r) =>
      Float64Array.from({ length: classes }, (_, k) => scores[r * classes + k]),
    )
    if (!of.every(isDistribution)) return () => Number.NaN
    const losses = of.map((row) => Float64Array.from(row, (_, code) => loss(row, code)))
    return (truth, weights) => {
      let [sum, all] = [0, 0]
      for (let r = 0; r < rows; r++) {
        sum += weights[r] * losses[r][truth[r]]
        all += weights[r]
      }
      return sum / all
    }
  }
}

/** Probabilities may have been rounded to f32. */
function isDistribution(row: Float64Array): boolean {
  const sum = row.reduce((all, p) => all + p, 0)
  return row.every((p) => p >= 0 && p <= 1) && Math.abs(sum - 1) < 1e-5
}
